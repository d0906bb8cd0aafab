//! Markup of the page on which sound and camera are tried.

use maud::{Markup, html};

use super::voice_words::{CheckWords, VoiceWords};
use crate::site::components::icon;
use crate::site::lang::Lang;

/// The page, for one session.
#[derive(Clone, Debug)]
pub(super) struct Check {
    pub(super) group_name: String,
    /// The session's page, or its room.
    pub(super) path: String,
    /// This person may go into the room now.
    pub(super) may_enter: bool,
}

pub(super) fn check(lang: Lang, page: &Check) -> Markup {
    let w = CheckWords::of(lang);
    let words = serde_json::to_string(VoiceWords::of(lang)).unwrap_or_default();
    html! {
        div class="wrap narrow page stack-l" data-check=(words) {
            header class="stack-s" {
                p class="kicker" { (page.group_name) }
                h1 { (w.title) }
                p class="lead" { (w.lead) }
                p {
                    a class="btn" href=(page.path) {
                        (if page.may_enter { w.to_room } else { w.to_session })
                    }
                }
            }
            // What is said of every way that a browser may refuse takes the place of what was tried.
            div class="needs-script stack" { (mic(w)) (camera(w)) (speaker(w)) }
            (needs(w))
        }
    }
}

/// The same for the phone of a table, which has no camera: `back` leads to the table.
pub(in super::super) fn table_check(lang: Lang, group_name: &str, back: &str) -> Markup {
    let w = CheckWords::of(lang);
    let words = serde_json::to_string(VoiceWords::of(lang)).unwrap_or_default();
    html! {
        div class="wrap narrow page stack-l" data-check=(words) {
            header class="stack-s" {
                p class="kicker" { (group_name) }
                h1 { (w.table_title) }
                p class="lead" { (w.table_lead) }
                p { a class="btn" href=(back) { (w.table_back) } }
            }
            div class="needs-script stack" { (mic(w)) (speaker(w)) }
            section class="stack-s" aria-labelledby="need-title" {
                h2 id="need-title" class="h3" { (w.need_title) }
                ul class="stack-s" {
                    @for text in [w.need_lock, w.need_browser, w.need_allow, w.table_middle] {
                        li { (text) }
                    }
                }
            }
        }
    }
}

fn mic(w: &CheckWords) -> Markup {
    html! {
        section class="card stack" aria-labelledby="mic-title" data-try="mic" {
            h2 id="mic-title" class="h3" { (w.mic_title) }
            p class="soft" { (w.mic_text) }
            (trouble())
            p {
                button class="btn btn-soft" type="button" data-start { (icon("microphone")) span data-start-text {} }
            }
            div class="stack" data-while hidden {
                div class="field" {
                    label class="label" for="level" { (w.level) }
                    meter class="level" id="level" min="0" max="100" low="15" data-level {}
                }
                (select("mic-which", w.which_mic))
                div class="stack-s" {
                    button class="btn btn-quiet" type="button" data-listen { (icon("ear")) (w.listen) }
                    p class="sm soft" { (w.listen_text) }
                }
            }
            p role="status" class="sm" data-said {}
        }
    }
}

fn camera(w: &CheckWords) -> Markup {
    html! {
        section class="card stack" aria-labelledby="camera-title" data-try="camera" {
            h2 id="camera-title" class="h3" { (w.camera_title) }
            p class="soft" { (w.camera_text) }
            (trouble())
            p {
                button class="btn btn-soft" type="button" data-start { (icon("video-camera")) span data-start-text {} }
            }
            div class="stack" data-while hidden {
                video class="mirror" aria-label=(w.picture) playsinline muted data-picture {}
                (select("camera-which", w.which_camera))
            }
            p role="status" class="sm" data-said {}
        }
    }
}

fn speaker(w: &CheckWords) -> Markup {
    html! {
        section class="card stack" aria-labelledby="speaker-title" data-try="speaker" {
            h2 id="speaker-title" class="h3" { (w.speaker_title) }
            p class="soft" { (w.speaker_text) }
            div data-while hidden { (select("speaker-which", w.which_speaker)) }
            p { button class="btn btn-soft" type="button" data-play { (icon("ear")) (w.play) } }
            p role="status" class="sm" data-said {}
        }
    }
}

/// A choice of devices, filled by the script: only the browser knows them.
fn select(id: &str, label: &str) -> Markup {
    html! {
        div class="field" data-which-field {
            label class="label" for=(id) { (label) }
            select class="select" id=(id) data-which {}
        }
    }
}

/// Why the browser refused, and how to mend it.
fn trouble() -> Markup {
    html! {
        div class="notice notice-light" data-trouble hidden {
            (icon("info"))
            div role="alert" {
                p { b data-trouble-text {} }
                p data-trouble-mend {}
            }
        }
    }
}

/// In words, for who has no scripts, and for everybody to read before.
fn needs(w: &CheckWords) -> Markup {
    html! {
        section class="stack-s" aria-labelledby="need-title" {
            h2 id="need-title" class="h3" { (w.need_title) }
            ul class="stack-s" {
                @for text in [
                    w.need_lock, w.need_browser, w.need_allow, w.need_alone, w.need_space,
                ] {
                    li { (text) }
                }
            }
            p class="soft" { (w.need_without) }
        }
    }
}
