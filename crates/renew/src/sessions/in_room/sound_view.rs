//! What a table's phone shows of its sound: always there, whatever else the page shows, so that the
//! microphone is off with one touch.

use maud::{Markup, html};

use super::super::media::VoiceWords;
use super::words::TableSoundWords;
use crate::site::components::icon;
use crate::site::lang::Lang;

/// Hidden until the script has it: without one there is no sound.
pub(super) fn sound(lang: Lang) -> Markup {
    let w = TableSoundWords::of(lang);
    let words = serde_json::to_string(w).unwrap_or_default();
    let voice = serde_json::to_string(VoiceWords::of(lang)).unwrap_or_default();
    html! {
        section class="table-sound stack-s" aria-label=(w.label) data-table-sound=(words)
            data-voice-words=(voice) hidden {
            div class="notice notice-light" data-sound="trouble" hidden {
                (icon("info"))
                div class="stack-s" {
                    p { b data-sound="trouble-text" {} " " span data-sound="trouble-mend" {} }
                    button class="btn btn-text btn-s" type="button" data-sound="trouble-over" { (w.close) }
                }
            }
            div class="notice notice-light" data-sound="hear" hidden {
                (icon("ear"))
                div class="stack-s" {
                    p { (w.hear_text) }
                    button class="btn btn-s" type="button" data-sound="hear-now" { (w.hear) }
                }
            }
            p class="sm" data-sound="line" id="sound-line" {}
            div class="table-pair" data-sound="buttons" {
                (switch("mic", "microphone-slash", "microphone", w.mic_off))
                (switch("speaker", "speaker-slash", "ear", w.speaker_on))
            }
            p data-sound="here" hidden {
                button class="btn btn-soft btn-block" type="button" data-sound="here-now" { (w.here) }
            }
            p class="soft" {
                span data-sound="plays" {} " "
                a href="/table/check" target="_blank" rel="noopener" {
                    (w.choose) span class="vh" { " " (w.new_tab) }
                }
            }
            p class="vh" role="status" data-sound="said" {}
        }
    }
}

fn switch(name: &str, off: &'static str, on: &'static str, text: &str) -> Markup {
    html! {
        button class="btn btn-quiet btn-block" type="button" aria-pressed="false"
            aria-describedby="sound-line" data-sound=(name) {
            span data-sound-off { (icon(off)) }
            span data-sound-on hidden { (icon(on)) }
            span data-sound-word { (text) }
        }
    }
}
