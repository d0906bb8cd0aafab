//! Markup of the pages that are read: for families, and privacy in plain words.

use maud::{Markup, html};

use super::privacy_words::PrivacyWords;
use super::supporting_words::SupportingWords;
use crate::site::components::icon;
use crate::site::lang::Lang;

pub(super) fn supporting(lang: Lang) -> Markup {
    let w = SupportingWords::of(lang);
    html! {
        div class="wrap narrow page prose" {
            h1 { (w.title) }
            p class="lead" { (w.lead) }
            h2 { (w.helps) }
            ul class="ticks" {
                li { (w.help_listen) } li { (w.help_ask) } li { (w.help_small) }
                li { (w.help_practical) } li { (w.help_return) }
            }
            h2 { (w.hinders) }
            ul class="ticks" {
                li { (w.hinder_shame) } li { (w.hinder_watch) } li { (w.hinder_bargain) }
                li { (w.hinder_alone) }
            }
            h2 { (w.words_title) }
            p { (w.words_text) }
            div class="scroll-x" {
                table class="table" {
                    caption class="vh" { (w.words_title) }
                    thead { tr { th scope="col" { (w.say) } th scope="col" { (w.rather_than) } } }
                    tbody {
                        tr { td { (w.say_person) } td { (w.not_person) } }
                        tr { td { (w.say_used) } td { (w.not_used) } }
                        tr { td { (w.say_return) } td { (w.not_return) } }
                    }
                }
            }
            h2 { (w.you_title) }
            p { (w.you_text) }
            p { a class="btn btn-soft" href="/groups" { (w.you_find) } }
            h2 { (w.why_title) }
            p { (w.why_text) }
            p { a class="tlink" href="/why" { (w.why_more) } }
            h2 { (w.danger_title) }
            p { (w.danger_text) }
            p { a class="btn btn-care" href="/help" { (icon("lifebuoy-fill")) (w.danger_help) } }
            h2 { (w.join_title) }
            p { (w.join_text) }
        }
    }
}

pub(super) fn privacy(lang: Lang) -> Markup {
    let w = PrivacyWords::of(lang);
    html! {
        div class="wrap narrow page prose" {
            h1 { (w.title) }
            p class="lead" { (w.lead) }
            (list(w.never_title, &[w.never_record, w.never_name, w.never_said, w.never_track]))
            (list(w.kept_title, &[w.kept_name, w.kept_sign_in, w.kept_groups, w.kept_came, w.kept_first, w.kept_written, w.kept_noted]))
            h2 { (w.sealed_title) }
            p { (w.sealed_text) }
            p { (w.sealed_limit) }
            h2 { (w.session_title) }
            p { (w.session_text) }
            p { (w.session_private) }
            h2 { (w.limits_title) }
            p { (w.limits_text) }
            p { (w.limits_people) }
            (list(w.device_title, &[w.device_cookies, w.device_key, w.device_leave, w.device_history, w.device_shared]))
            h2 { (w.yours_title) }
            p { (w.yours_copy) }
            p { (w.yours_erase) }
            p { (w.yours_others) }
        }
    }
}

fn list(title: &str, items: &[&str]) -> Markup {
    html! {
        h2 { (title) }
        ul class="ticks" { @for item in items { li { (item) } } }
    }
}
