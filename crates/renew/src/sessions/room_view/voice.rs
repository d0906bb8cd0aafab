//! What the room's pages hold of voice and video, where the program carries voices. All of it is
//! hidden until the room says so as well, which only a page with scripts hears.

use maud::{Markup, html};

use super::page::{Draw, icon_small};
use crate::sessions::media::{CheckWords, VoiceWords};
use crate::site::components::icon;

/// What is true of sound right now, in the dock, with what has to be asked or mended.
pub(super) fn line(draw: &Draw<'_>) -> Markup {
    if !draw.page.has_voices {
        return Markup::default();
    }
    let w = CheckWords::of(draw.lang);
    let media = "media";
    html! {
        div class="voice-bar needs-script" data-part="voice" data-show=(media)
            hidden[draw.hides(media)] {
            div class="notice notice-light voice-trouble" data-voice="trouble" hidden {
                (icon("info"))
                div class="stack-s" {
                    p { b data-voice="trouble-text" {} " " span data-voice="trouble-mend" {} }
                    button class="btn btn-text btn-s" type="button" data-voice="trouble-over" { (w.close) }
                }
            }
            div class="notice notice-light voice-trouble" data-voice="table" hidden {
                (icon("armchair-fill"))
                div class="stack-s" {
                    p { (w.table_ask) }
                    div class="row" {
                        button class="btn btn-s" type="button" data-voice="table-off" { (w.table_off) }
                        button class="btn btn-quiet btn-s" type="button" data-voice="table-on" { (w.table_on) }
                    }
                }
            }
            div class="notice notice-light voice-trouble" data-voice="phone" hidden {
                (icon("device-mobile"))
                div class="stack-s" {
                    p { (w.phone_ask) }
                    div class="row" {
                        button class="btn btn-s" type="button" data-voice="phone-off" { (w.phone_leave) }
                        button class="btn btn-quiet btn-s" type="button" data-voice="phone-on" { (w.phone_headphones) }
                    }
                }
            }
            div class="notice notice-light voice-trouble" data-voice="hear" hidden {
                (icon("ear"))
                div class="stack-s" {
                    p { (w.hear_text) }
                    button class="btn btn-s" type="button" data-voice="hear-now" { (w.hear) }
                }
            }
            div class="notice notice-light voice-trouble" data-voice="outlet" hidden {
                (icon("ear"))
                div class="stack-s" {
                    p { (VoiceWords::of(draw.lang).outlet_away) }
                    button class="btn btn-s" type="button" data-voice="outlet-on" { (w.hear) }
                }
            }
            div class="voice-line" {
                p id="voice-line" data-voice="line" {}
                button class="btn-inline" type="button" data-voice="speaker" hidden {}
                p class="only-wide" data-voice="keys" hidden { (w.need_space) }
                a href=(draw.href("/check")) target="_blank" rel="noopener" {
                    (w.title) span class="vh" { " " (w.new_tab) }
                }
            }
        }
    }
}

/// Microphone and camera: both are off at first. `class` is the look of a button in this dock, and
/// `word` that of what it says.
pub(super) fn controls(draw: &Draw<'_>, class: &str, word: &str) -> Markup {
    if !draw.page.has_voices {
        return Markup::default();
    }
    let w = VoiceWords::of(draw.lang);
    let media = "media";
    let one = |name: &str, off: &'static str, on: &'static str, text: &str| {
        html! {
            div class="ctl-half needs-script" data-show=(media) hidden[draw.hides(media)] {
                button class=(class) type="button" aria-pressed="false" aria-describedby="voice-line"
                    data-voice=(name) {
                    span data-voice-off { (icon(off)) }
                    span data-voice-on hidden { (icon(on)) }
                    span class=(word) data-voice-word { (text) }
                }
            }
        }
    };
    html! {
        (one("mic", "microphone-slash", "microphone", w.mic_off))
        (one("camera", "video-camera-slash", "video-camera", w.camera_off))
    }
}

/// For who waits at the door: there is time to try.
pub(super) fn try_first(draw: &Draw<'_>) -> Markup {
    if !draw.page.has_voices {
        return Markup::default();
    }
    let w = CheckWords::of(draw.lang);
    let media = "media";
    html! {
        p class="needs-script" data-show=(media) hidden[draw.hides(media)] {
            a href=(draw.href("/check")) target="_blank" rel="noopener" {
                (w.try_first) span class="vh" { " " (w.new_tab) }
            }
        }
    }
}

/// Who leads rests a microphone, or lets it speak again. The server keeps to it; nobody else is told.
pub(super) fn rest(draw: &Draw<'_>, who: &str) -> Markup {
    if !draw.page.has_voices {
        return Markup::default();
    }
    let w = CheckWords::of(draw.lang);
    let media = "media";
    html! {
        div class="needs-script" data-show=(media) hidden[draw.hides(media)] {
            @for (is, rested, text) in [("true", "false", w.rest), ("false", "true", w.unrest)] {
                div class="stack-s" data-if-rested=(rested) hidden[rested == "true"] {
                    form class="act" method="post" action=(draw.href("/do")) data-act data-close {
                        input type="hidden" name="do" value="rest_mic";
                        input type="hidden" name="is" value=(is);
                        input type="hidden" name="who" value=(who) data-for;
                        button class="btn btn-block btn-quiet" type="submit" {
                            (icon_small("microphone-slash")) (text)
                        }
                    }
                    p class="sm soft" { (w.rest_text) }
                }
            }
        }
    }
}
