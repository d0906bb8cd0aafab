//! Markup of one's own page of looking back, and of what coordinators see of it.

use circle::Element;
use maud::{Markup, html};

use super::forms::{Typed, WORDS_CHARS_MAX};
use super::growth::Held;
use super::look::Names;
use super::view::{Ways, agreed_part, airtime_part, parts_part, people_part};
use super::words::DebriefWords;
use super::{DebriefId, Noted, Shared, Took};
use crate::sessions::SessionId;
use crate::site::components::{Field, empty, error_summary, icon, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};
use crate::site::moment;

/// What was just done, for the line that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    Kept,
    Shared,
    TakenBack,
}

/// One's own page.
#[derive(Debug)]
pub(super) struct OwnPage<'a> {
    pub(super) lang: Lang,
    pub(super) session: SessionId,
    pub(super) group_name: &'a str,
    pub(super) zone: &'a str,
    pub(super) starts_ms: i64,
    pub(super) noted: &'a Noted,
    pub(super) names: &'a Names,
    pub(super) part_names: &'a [String],
    pub(super) before: &'a [(Element, Held)],
    pub(super) ways: Ways<'a>,
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a Errors,
    /// What coordinators see now, and since when.
    pub(super) shared: Option<(i64, &'a Shared)>,
    pub(super) done: Option<Done>,
    /// Whether the record of the session is for this person.
    pub(super) has_record: bool,
}

impl OwnPage<'_> {
    pub(super) fn view(&self) -> Markup {
        let w = DebriefWords::of(self.lang);
        let starts = moment::civil(self.starts_ms, self.zone);
        html! {
            div class="wrap narrow page stack-l" {
                (error_summary(self.lang, self.errors))
                header class="stack-s" {
                    h1 { (w.title) }
                    p class="soft" { (self.group_name) ", " (moment::day(self.lang, &starts)) }
                    p { (w.lead) }
                    (who("lock-simple", w.only_you))
                }
                (self.done(w))
                (people_part(self.lang, &self.noted.reach_out, self.names, &self.ways))
                (agreed_part(self.lang, self.noted, self.before))
                (parts_part(self.lang, self.noted, self.part_names))
                (airtime_part(self.lang, &self.noted.airtime, Some(self.names)))
                (self.words(w))
                (self.share(w))
                p class="row" {
                    a class="tlink" href="/leading/growth" { (w.to_growth) }
                    @if self.has_record {
                        a class="tlink" href={ "/sessions/" (self.session) "/record" } {
                            (w.to_record)
                        }
                        a class="tlink" href="/leading" { (w.to_leading) }
                    }
                }
            }
        }
    }

    fn done(&self, w: &DebriefWords) -> Markup {
        let text = match self.done {
            None => return html! {},
            Some(Done::Kept) => w.kept,
            Some(Done::Shared) => w.shared_now,
            Some(Done::TakenBack) => w.taken_back,
        };
        html! {
            p class="notice notice-light" role="status" {
                (icon("check-circle")) span { (text) }
            }
        }
    }

    /// The script keeps the words as they are typed; without it the button does.
    fn words(&self, w: &DebriefWords) -> Markup {
        html! {
            section class="card card-private stack" aria-labelledby="words" {
                h2 id="words" { (w.words_title) }
                form class="stack" method="post" action={ "/sessions/" (self.session) "/debrief" }
                    data-own-words {
                    (self.field("well", w.words_well, &self.typed.well))
                    (self.field("otherwise", w.words_otherwise, &self.typed.otherwise))
                    (who("lock-simple", w.words_who))
                    div class="row" {
                        button class="btn btn-private-solid" type="submit" { (w.words_keep) }
                        p class="sm" role="status" data-said data-kept=(w.kept)
                            data-waits=(w.words_waits) {}
                    }
                }
            }
        }
    }

    fn field(&self, name: &'static str, label: &str, text: &str) -> Markup {
        let w = DebriefWords::of(self.lang);
        let field = Field {
            lang: self.lang,
            name,
            label,
            hint: Some(w.words_hint),
            errors: self.errors,
        };
        field.wrap(&html! {
            textarea class="textarea input voice-s" id=(name) name=(name) rows="3"
                maxlength=(WORDS_CHARS_MAX) aria-describedby=[field.described_by()]
                aria-invalid=[field.is_bad()] {
                // A browser drops the first line end of a field.
                "\n" (text)
            }
        })
    }

    fn share(&self, w: &DebriefWords) -> Markup {
        let action = format!("/sessions/{}/debrief/shares", self.session);
        html! {
            section class="card stack" aria-labelledby="share" {
                h2 id="share" { (w.share_title) }
                @if let Some((shared_ms, shared)) = self.shared {
                    (self.shared_now(w, shared_ms, shared))
                }
                p { (w.share_text) }
                ul class="list" {
                    @for text in [w.share_agreed, w.share_parts, w.share_spread] { li { (text) } }
                }
                form class="stack" method="post" action=(action) {
                    fieldset {
                        legend class="label" { (w.share_also) }
                        (tick("names", w.share_names, w.share_names_hint))
                        (tick("words", w.share_words, w.share_words_hint))
                    }
                    p class="sm" { (w.share_never) }
                    (who("users-three", w.share_who))
                    div {
                        button class="btn btn-quiet" type="submit" {
                            (if self.shared.is_some() { w.share_again } else { w.share_do })
                        }
                    }
                }
            }
        }
    }

    fn shared_now(&self, w: &DebriefWords, shared_ms: i64, shared: &Shared) -> Markup {
        let when = moment::civil(shared_ms, self.zone);
        let when = moment::day_and_time(self.lang, &when);
        let along = [
            (shared.has_names, w.share_names_short),
            (shared.words.is_some(), w.share_words_short),
        ];
        let along: Vec<_> = along
            .into_iter()
            .filter_map(|(is, text)| is.then_some(text))
            .collect();
        let back = format!("/sessions/{}/debrief/removals", self.session);
        html! {
            div class="card card-sunken stack-s" {
                p {
                    (fill(w.share_is, &[("when", &when)])) " "
                    @if along.is_empty() { (w.share_has_nothing) }
                    @else { (fill(w.share_has, &[("what", &along.join(", "))])) }
                }
                p class="sm" { (w.share_changed) }
                form method="post" action=(back) {
                    button class="btn btn-quiet btn-s" type="submit" { (w.share_back) }
                }
            }
        }
    }
}

fn tick(name: &str, title: &str, hint: &str) -> Markup {
    html! {
        label class="choice" {
            input type="checkbox" name=(name) value="yes";
            span class="choice-body" {
                span class="choice-t" { (title) }
                span class="hint" { (hint) }
            }
        }
    }
}

/// Something shared, in the coordinators' list.
#[derive(Clone, Debug)]
pub(super) struct SharedItem {
    pub(super) id: DebriefId,
    pub(super) by: String,
    pub(super) took: Took,
    /// Nothing for a group that is gone.
    pub(super) group: Option<String>,
    pub(super) zone: String,
    pub(super) starts_ms: i64,
    pub(super) shared_ms: i64,
}

impl SharedItem {
    fn group_and_day(&self, lang: Lang) -> String {
        let w = DebriefWords::of(lang);
        let group = self.group.as_deref().unwrap_or(w.a_group);
        let starts = moment::civil(self.starts_ms, &self.zone);
        format!("{group}, {}", moment::day(lang, &starts))
    }

    fn by(&self, lang: Lang) -> String {
        let w = DebriefWords::of(lang);
        let text = match self.took {
            Took::Led => w.care_led,
            Took::Hosted => w.care_hosted,
        };
        let when = moment::day(lang, &moment::civil(self.shared_ms, &self.zone));
        let shared = fill(w.care_shared, &[("when", &when)]);
        format!("{}, {shared}", fill(text, &[("name", &self.by)]))
    }
}

/// All that is shared with the coordinators.
pub(super) fn care_list(lang: Lang, items: &[SharedItem]) -> Markup {
    let w = DebriefWords::of(lang);
    html! {
        div class="wrap narrow page stack" {
            header class="stack-s" { h1 { (w.care_title) } p class="soft" { (w.care_lead) } }
            (who("users-three", w.care_who))
            @if items.is_empty() {
                h2 class="vh" { (w.care_all) }
                (empty(w.care_empty_title, w.care_empty_text, None))
            } @else {
                ul class="card list" {
                    @for item in items {
                        li {
                            a class="rowlink" href={ "/looking-after/debriefs/" (item.id) } {
                                (icon("compass"))
                                span {
                                    b class="rowlink-t" { (item.group_and_day(lang)) } br;
                                    span class="sm soft" { (item.by(lang)) }
                                }
                                (icon("caret-right"))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One that is shared, as coordinators see it.
pub(super) fn care_one(
    lang: Lang,
    item: &SharedItem,
    shared: &Shared,
    (names, part_names): (&Names, &[String]),
) -> Markup {
    let w = DebriefWords::of(lang);
    let names = shared.has_names.then_some(names);
    let reach_out = &shared.noted.reach_out;
    html! {
        div class="wrap narrow page stack-l" {
            header class="stack-s" {
                h1 { (fill(w.care_one, &[("name", &item.by)])) }
                p class="soft" { (item.group_and_day(lang)) }
                p class="sm soft" { (item.by(lang)) }
                (who("users-three", w.care_who))
            }
            @if let Some(words) = &shared.words {
                section class="card stack" aria-labelledby="words" {
                    h2 id="words" { (fill(w.care_words_title, &[("name", &item.by)])) }
                    @for (title, text) in [(w.words_well, &words.well), (w.words_otherwise, &words.otherwise)] {
                        @if !text.is_empty() {
                            div { h3 class="sm soft" { (title) } p class="voice-s" { (text) } }
                        }
                    }
                }
            }
            @if let Some(names) = names.filter(|_| !reach_out.is_empty()) {
                (people_part(lang, reach_out, names, &Ways::default()))
            }
            (agreed_part(lang, &shared.noted, &[]))
            (parts_part(lang, &shared.noted, part_names))
            (airtime_part(lang, &shared.noted.airtime, names))
            @if names.is_none() { p class="sm soft" { (w.care_no_names) } }
            p { a class="tlink" href="/looking-after/debriefs" { (w.care_all) } }
        }
    }
}
