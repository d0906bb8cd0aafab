//! The page on which sound and camera are tried, from samples.

use maud::Markup;

use super::check_view::{Check, check};
use crate::site::lang::Lang;

/// One tag a line, without the words for the scripts and the print of the assets.
fn readable(markup: &Markup) -> String {
    let mut out = String::new();
    for line in markup.0.replace("><", ">\n<").lines() {
        let (before, rest) = line.split_once("data-check=\"").unwrap_or((line, ""));
        let line = match rest.split_once('"') {
            Some((_, after)) => format!("{before}data-check=\"...\"{after}"),
            None => line.to_owned(),
        };
        match line.split_once("/static/") {
            Some((before, after)) => {
                let name = after.split_once('/').map_or("", |(_, name)| name);
                out.push_str(before);
                out.push_str(name);
            }
            None => out.push_str(&line),
        }
        out.push('\n');
    }
    out
}

#[test]
fn sound_and_camera_are_tried_in_both_languages() {
    for lang in Lang::ALL {
        for (name, may_enter) in [("check", true), ("check_early", false)] {
            let page = Check {
                group_name: "Sunday evening circle".into(),
                path: "/sessions/0000000000001".into(),
                may_enter,
            };
            let markup = check(lang, &page);
            insta::assert_snapshot!(format!("{name}_{}", lang.tag()), readable(&markup));
        }
    }
}

/// A place to put something in is only filled by a script that knows it.
#[test]
fn every_text_of_the_scripts_has_the_places_of_its_twin() {
    use super::voice_words::VoiceWords;
    let texts = |lang| serde_json::to_value(VoiceWords::of(lang)).unwrap_or_default();
    let (en, es) = (texts(Lang::En), texts(Lang::Es));
    for place in ["{what}", "{name}", "{n}"] {
        for (key, text) in en.as_object().into_iter().flatten() {
            let has = |text: &serde_json::Value| text.as_str().is_some_and(|t| t.contains(place));
            assert_eq!(has(text), has(&es[key]), "{key}");
        }
    }
}
