//! Markup of what follows a private word.

use maud::{Markup, html};

use super::form::{Choice, Ground, ME, Typed};
use super::list::{Item, Open, Someone, Waiting};
use super::words::FollowUpWords;
use super::{DAY_MS, DUE_WITHIN_MS, KEPT_MS, Offer, Offered, Standing};
use crate::sessions::Evening;
use crate::site::components::{Field, empty, error_summary, icon, tick, who};
use crate::site::form::Errors;
use crate::site::lang::{Lang, fill};
use crate::site::moment;

/// A time in the zone of its group.
fn at(lang: Lang, at_ms: i64, zone: &str) -> String {
    moment::day_and_time(lang, &moment::civil(at_ms, zone))
}

fn offer_name(offer: Offer, w: &FollowUpWords) -> &'static str {
    match offer {
        Offer::Stayed => w.offer_stayed,
        Offer::Line => w.offer_line,
        Offer::OnCall => w.offer_on_call,
        Offer::Nothing => w.offer_nothing,
    }
}

/// The form of a new note.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewPage<'a> {
    pub(super) lang: Lang,
    pub(super) evening: &'a Evening,
    pub(super) ground: &'a Ground,
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a Errors,
}

impl NewPage<'_> {
    pub(super) fn view(&self) -> Markup {
        let w = FollowUpWords::of(self.lang);
        let fields = Fields {
            lang: self.lang,
            zone: &self.ground.zone,
            typed: self.typed,
            errors: self.errors,
        };
        let starts = moment::civil(self.evening.starts_ms, &self.evening.zone);
        html! {
            div class="wrap narrow page stack" {
                (error_summary(self.lang, self.errors))
                header class="stack-s" {
                    h1 { (w.new_title) }
                    p class="soft" { (self.evening.group_name) ", " (moment::day(self.lang, &starts)) }
                    p { (w.new_lead) }
                }
                @if self.ground.people.is_empty() { p class="notice" { (w.about_empty) } }
                @else {
                    form class="card stack" method="post" novalidate
                        action={ "/sessions/" (self.evening.id) "/follow-up" } {
                        (fields.pick("who", w.about, None, &self.ground.people))
                        (fields.offers())
                        (fields.keeper(&self.ground.others))
                        (fields.by_when())
                        (who("lock-simple", w.who_sees))
                        button class="btn btn-block" type="submit" { (w.keep) }
                        p class="sm soft" { (kept_where(w)) }
                    }
                }
            }
        }
    }
}

fn kept_where(w: &FollowUpWords) -> String {
    fill(w.kept_where, &[("days", &(KEPT_MS / DAY_MS).to_string())])
}

/// The fields of a note.
#[derive(Clone, Copy)]
struct Fields<'a> {
    lang: Lang,
    zone: &'a str,
    typed: &'a Typed,
    errors: &'a Errors,
}

impl Fields<'_> {
    /// A choice of one, as chips. The summary of errors leads to its first chip's group.
    fn pick(&self, name: &str, label: &str, hint: Option<&str>, all: &[Choice]) -> Markup {
        html! {
            fieldset id=(name) {
                legend class="label" { (label) }
                @if let Some(hint) = hint { p class="hint" { (hint) } }
                (self.bad(name))
                div class="chips" {
                    @for one in all { (self.chip(name, &one.key, &one.name)) }
                }
            }
        }
    }

    fn chip(&self, name: &str, value: &str, text: &str) -> Markup {
        html! {
            label class="chip" {
                input type="radio" name=(name) value=(value) checked[self.typed.of(name) == value];
                span { (tick()) (text) }
            }
        }
    }

    fn bad(&self, name: &str) -> Markup {
        html! {
            @if let Some(sentence) = self.errors.of(name) {
                p class="bad" { (icon("warning-circle")) span { (sentence) } }
            }
        }
    }

    fn offers(&self) -> Markup {
        let w = FollowUpWords::of(self.lang);
        html! {
            fieldset id="offered" {
                legend class="label" { (w.offered) }
                p class="hint" { (w.offered_hint) }
                (self.bad("offered"))
                div class="chips" {
                    @for offer in Offer::ALL {
                        label class="chip" {
                            input type="checkbox" name=(offer.key()) value="yes"
                                checked[!self.typed.of(offer.key()).is_empty()];
                            span { (tick()) (offer_name(offer, w)) }
                        }
                    }
                }
            }
        }
    }

    fn keeper(&self, others: &[Choice]) -> Markup {
        let w = FollowUpWords::of(self.lang);
        html! {
            fieldset id="keeper" {
                legend class="label" { (w.keeper) }
                p class="hint" { (w.keeper_hint) }
                (self.bad("keeper"))
                div class="chips" {
                    (self.chip("keeper", ME, w.keeper_me))
                    @for one in others { (self.chip("keeper", &one.key, &one.name)) }
                }
            }
        }
    }

    fn by_when(&self) -> Markup {
        let w = FollowUpWords::of(self.lang);
        let days = (DUE_WITHIN_MS / DAY_MS).to_string();
        let place = self.zone.rsplit('/').next().unwrap_or(self.zone);
        let place = place.replace('_', " ");
        let hint = fill(w.by_when_hint, &[("place", &place), ("days", &days)]);
        html! {
            // Large text on a phone: neither a fieldset nor a row would let a field become narrower.
            div class="stack-s" role="group" aria-labelledby="by-when" {
                p class="label" id="by-when" { (w.by_when) }
                p class="hint" { (hint) }
                (self.input("date", w.date, "date"))
                (self.input("time", w.time, "time"))
            }
        }
    }

    fn input(&self, name: &str, label: &str, kind: &str) -> Markup {
        let field = Field {
            lang: self.lang,
            name,
            label,
            hint: None,
            errors: self.errors,
        };
        field.wrap(&html! {
            input class="input" type=(kind) id=(name) name=(name) value=(self.typed.of(name))
                aria-describedby=[field.described_by()] aria-invalid=[field.is_bad()];
        })
    }
}

/// What somebody follows up, noted, or is asked to take over.
#[derive(Clone, Debug)]
pub(super) struct ListPage {
    pub(super) lang: Lang,
    pub(super) asked: Vec<Item>,
    pub(super) own: Vec<Item>,
}

impl ListPage {
    pub(super) fn view(&self) -> Markup {
        let w = FollowUpWords::of(self.lang);
        let is_mine = |item: &&Item| {
            item.keeper == Someone::Me && !matches!(item.standing, Standing::Done { .. })
        };
        let (open, others): (Vec<_>, Vec<_>) = self.own.iter().partition(is_mine);
        html! {
            div class="wrap narrow page stack" {
                header class="stack-s" {
                    h1 { (w.title) }
                    p class="soft" { (w.lead) }
                    (who("lock-simple", w.who_sees_list))
                }
                @if self.asked.is_empty() && self.own.is_empty() {
                    h2 class="vh" { (w.open_title) }
                    (empty(w.empty_title, w.empty_text, None))
                }
                @if !self.asked.is_empty() {
                    section class="stack" aria-labelledby="asked" {
                        h2 class="h3" id="asked" { (w.asked_title) }
                        @for item in &self.asked { (self.question(item)) }
                    }
                }
                (self.part("open", w.open_title, &open))
                (self.part("others", w.others_title, &others))
            }
        }
    }

    fn part(&self, id: &str, title: &str, items: &[&Item]) -> Markup {
        html! {
            @if !items.is_empty() {
                section class="stack" aria-labelledby=(id) {
                    h2 class="h3" id=(id) { (title) }
                    ul class="card list" { @for item in items { li { (row(self.lang, item)) } } }
                }
            }
        }
    }

    fn question(&self, item: &Item) -> Markup {
        let w = FollowUpWords::of(self.lang);
        let when = match item.standing {
            Standing::Due { due_ms } | Standing::Past { due_ms } => due_ms,
            Standing::Done { done_ms } => done_ms,
        };
        let when = at(self.lang, when, &item.zone);
        let text = match &item.keeper {
            Someone::Other(name) => fill(
                w.asked_by,
                &[("name", name), ("person", &item.person), ("when", &when)],
            ),
            _ => fill(
                w.asked_by_nobody,
                &[("person", &item.person), ("when", &when)],
            ),
        };
        html! {
            article class="card stack-s" {
                p { (text) }
                p class="sm soft" { (of_group(self.lang, item)) }
                form class="row" method="post" action={ "/leading/follow-up/" (item.id) "/answer" } {
                    button class="btn btn-soft btn-s" name="is" value="yes" { (w.asked_yes) }
                    button class="btn btn-text btn-s" name="is" value="no" { (w.asked_no) }
                }
            }
        }
    }
}

fn row(lang: Lang, item: &Item) -> Markup {
    let w = FollowUpWords::of(lang);
    html! {
        a class="rowlink" href={ "/leading/follow-up/" (item.id) } {
            (icon("user"))
            span {
                b class="rowlink-t" { (item.person) }
                @if item.is_disputed { " " span class="tag tag-private" { (w.disputed_tag) } }
                br; span class="sm" { (standing_short(lang, item)) }
                br; span class="sm soft" { (keeper_line(w, &item.keeper)) }
            }
            (icon("caret-right"))
        }
    }
}

fn standing_short(lang: Lang, item: &Item) -> String {
    let w = FollowUpWords::of(lang);
    standing_in(lang, item.standing, &item.zone, w.past_short)
}

fn standing_in(lang: Lang, standing: Standing, zone: &str, past: &str) -> String {
    let w = FollowUpWords::of(lang);
    let (text, at_ms) = match standing {
        Standing::Due { due_ms } => (w.due, due_ms),
        Standing::Past { due_ms } => (past, due_ms),
        Standing::Done { done_ms } => (w.done, done_ms),
    };
    fill(text, &[("when", &at(lang, at_ms, zone))])
}

fn keeper_line(w: &FollowUpWords, keeper: &Someone) -> String {
    match keeper {
        Someone::Me => w.keeper_is_me.to_owned(),
        Someone::Other(name) => fill(w.keeper_is, &[("name", name)]),
        Someone::Nobody => w.keeper_nobody.to_owned(),
    }
}

fn of_group(lang: Lang, item: &Item) -> String {
    let w = FollowUpWords::of(lang);
    let group = item.group.as_deref().unwrap_or(w.a_group);
    let made = moment::day(lang, &moment::civil(item.made_ms, &item.zone));
    fill(w.of_group, &[("group", group), ("when", &made)])
}

fn offered_line(w: &FollowUpWords, offered: &Offered) -> String {
    let names: Vec<_> = offered.iter().map(|offer| offer_name(offer, w)).collect();
    if names.is_empty() {
        return w.offered_none.to_owned();
    }
    fill(w.offered_was, &[("what", &names.join(" · "))])
}

/// One note, for who may change it.
#[derive(Clone, Copy, Debug)]
pub(super) struct OnePage<'a> {
    pub(super) lang: Lang,
    pub(super) item: &'a Item,
    pub(super) ground: &'a Ground,
    pub(super) typed: &'a Typed,
    pub(super) errors: &'a Errors,
    pub(super) is_kept: bool,
}

impl OnePage<'_> {
    pub(super) fn view(&self) -> Markup {
        let w = FollowUpWords::of(self.lang);
        html! {
            div class="wrap narrow page stack" {
                (error_summary(self.lang, self.errors))
                header class="stack-s" {
                    h1 { (self.item.person) }
                    p class="soft" { (of_group(self.lang, self.item)) }
                }
                @if self.is_kept {
                    p class="notice notice-light" role="status" { (icon("check-circle")) span { (w.kept) } }
                }
                @if self.item.is_disputed {
                    p class="notice" { (fill(w.disputed, &[("person", &self.item.person)])) }
                }
                (self.facts(w))
                (self.change(w))
                @if !self.is_done() { (self.hand_over(w)) }
                (self.take_away(w))
                p { a class="btn btn-text" href="/leading/follow-up" { (w.title) } }
            }
        }
    }

    fn is_done(&self) -> bool {
        matches!(self.item.standing, Standing::Done { .. })
    }

    fn path(&self, to: &str) -> String {
        format!("/leading/follow-up/{}{to}", self.item.id)
    }

    fn facts(&self, w: &FollowUpWords) -> Markup {
        let item = self.item;
        html! {
            section class="card stack-s" {
                p { b { (standing_in(self.lang, item.standing, &item.zone, w.past)) } }
                p { (keeper_line(w, &item.keeper)) }
                p { (offered_line(w, &item.offered)) }
                (who("lock-simple", w.who_sees))
                form method="post" action=(self.path("/done")) {
                    @if self.is_done() {
                        button class="btn btn-quiet" name="is" value="no" { (w.mark_open) }
                    } @else {
                        button class="btn" name="is" value="yes" { (icon("check-bold")) (w.mark_done) }
                    }
                }
                p class="sm soft" { (kept_where(w)) }
            }
        }
    }

    fn change(&self, w: &FollowUpWords) -> Markup {
        let fields = Fields {
            lang: self.lang,
            zone: &self.ground.zone,
            typed: self.typed,
            errors: self.errors,
        };
        html! {
            details class="card" open[!self.errors.is_empty() || self.item.is_disputed] {
                summary { b { (w.change_title) } }
                form class="stack" method="post" action=(self.path("")) novalidate {
                    (fields.offers())
                    (fields.by_when())
                    button class="btn btn-quiet" type="submit" { (w.keep) }
                }
            }
        }
    }

    fn hand_over(&self, w: &FollowUpWords) -> Markup {
        html! {
            @if let Someone::Other(name) = &self.item.asked {
                section class="card stack-s" {
                    p { (fill(w.asked_waits, &[("name", name)])) }
                    form method="post" action=(self.path("/asking")) {
                        button class="btn btn-quiet btn-s" name="to" value="" { (w.withdraw) }
                    }
                }
            } @else {
                details class="card" {
                    summary { b { (w.hand_over_title) } }
                    @if self.ground.others.is_empty() { p { (w.hand_over_nobody) } }
                    @else {
                        form class="stack-s" method="post" action=(self.path("/asking")) {
                            p { (w.hand_over_text) }
                            label class="label" for="to" { (w.hand_over_to) }
                            select class="input" id="to" name="to" {
                                @for one in &self.ground.others {
                                    option value=(one.key) { (one.name) }
                                }
                            }
                            button class="btn btn-quiet" type="submit" { (w.hand_over_ask) }
                        }
                    }
                }
            }
        }
    }

    fn take_away(&self, w: &FollowUpWords) -> Markup {
        html! {
            details class="card" {
                summary { b { (w.remove_title) } }
                form class="stack-s" method="post" action=(self.path("/removal")) {
                    p { (fill(w.remove_text, &[("person", &self.item.person)])) }
                    button class="btn btn-stop" type="submit" { (w.remove_yes) }
                }
            }
        }
    }
}

/// What was noted about the reader.
pub(super) fn about_me(lang: Lang, items: &[Item]) -> Markup {
    let w = FollowUpWords::of(lang);
    html! {
        div class="wrap narrow page stack" {
            header class="stack-s" {
                h1 { (w.mine_title) }
                p { (w.mine_lead) }
                (who("lock-simple", w.mine_who))
            }
            @if items.is_empty() {
                h2 class="vh" { (w.mine_title) }
                (empty(w.mine_empty_title, w.mine_empty_text, None))
            }
            @for item in items { (noted(lang, item)) }
            p class="sm soft" { (kept_where(w)) }
        }
    }
}

fn noted(lang: Lang, item: &Item) -> Markup {
    let w = FollowUpWords::of(lang);
    let by = match &item.made_by {
        Someone::Other(name) => fill(w.mine_by, &[("name", name)]),
        _ => w.mine_by_gone.to_owned(),
    };
    html! {
        article class="card card-private stack-s" {
            h2 class="h3" { (of_group(lang, item)) }
            p { (by) }
            p { (offered_line(w, &item.offered)) }
            @for line in standing_for_me(lang, item) { p { (line) } }
            form class="row" method="post" action={ "/my-space/noted/" (item.id) "/not-right" } {
                @if item.is_disputed {
                    span role="status" { (who_hears(w, item)) }
                    button class="btn btn-text btn-s" name="is" value="undo" { (w.undo) }
                } @else {
                    button class="btn btn-quiet btn-s" name="is" value="not_right" { (w.not_right) }
                }
            }
        }
    }
}

/// Who gets in touch, and by when; in the words of the person whom it is about.
fn standing_for_me(lang: Lang, item: &Item) -> Vec<String> {
    let w = FollowUpWords::of(lang);
    let when = |ms| at(lang, ms, &item.zone);
    if item.offered.has(Offer::Nothing) {
        // Nobody waits for anything: a «done» would only puzzle.
        return Vec::new();
    }
    let keeper = match &item.keeper {
        Someone::Other(name) => Some(name.as_str()),
        _ => None,
    };
    if let Standing::Done { done_ms } = item.standing {
        let when = when(done_ms);
        return vec![match keeper {
            Some(name) => fill(w.mine_done, &[("name", name), ("when", &when)]),
            None => fill(w.mine_done_nobody, &[("when", &when)]),
        }];
    }
    let who = keeper.map_or_else(
        || w.mine_keeper_nobody.to_owned(),
        |name| fill(w.mine_keeper, &[("name", name)]),
    );
    let time = standing_in(lang, item.standing, &item.zone, w.mine_past);
    vec![who, time]
}

fn who_hears(w: &FollowUpWords, item: &Item) -> String {
    for one in [&item.made_by, &item.keeper] {
        if let Someone::Other(name) = one {
            return fill(w.not_right_said, &[("name", name)]);
        }
    }
    w.not_right_said_nobody.to_owned()
}

/// What waits, on the page of those who lead.
#[must_use]
pub fn waiting_part(lang: Lang, waiting: &Waiting) -> Markup {
    let w = FollowUpWords::of(lang);
    let lines = [
        (waiting.past, w.part_past),
        (waiting.due, w.part_due),
        (waiting.asked, w.part_asked),
        (waiting.disputed, w.part_disputed),
    ];
    let lines: Vec<String> = lines
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, text)| fill(text, &[("n", &n.to_string())]))
        .collect();
    html! {
        ul class="card list" {
            li {
                a class="rowlink" href="/leading/follow-up" {
                    (icon("hand-heart"))
                    span {
                        b class="rowlink-t" { (w.title) } br;
                        span class="sm soft" {
                            @if lines.is_empty() { (w.part_none) } @else { (lines.join(" · ")) }
                        }
                    }
                    (icon("caret-right"))
                }
            }
        }
    }
}

/// What is open, on the coordinators' page: not about whom.
pub(in super::super) fn open_part(lang: Lang, open: &[Open]) -> Markup {
    let w = FollowUpWords::of(lang);
    html! {
        section class="card stack-s" aria-labelledby="open-follow-ups" {
            h2 class="h3" id="open-follow-ups" { (w.open_ones) }
            p class="sm soft" { (w.open_ones_text) }
            @if open.is_empty() { p { (w.open_ones_none) } }
            @else { ul class="list" { @for one in open { li { (open_one(lang, one)) } } } }
            p { a class="btn btn-quiet btn-s" href="/leading/follow-up" { (w.title) } }
        }
    }
}

fn open_one(lang: Lang, one: &Open) -> Markup {
    let w = FollowUpWords::of(lang);
    let keeper = one.keeper.as_ref();
    let keeper = keeper.map_or(w.keeper_nobody.to_owned(), |name| {
        fill(w.keeper_is, &[("name", name)])
    });
    html! {
        div class="row row-between" {
            span {
                b { (standing_in(lang, one.standing, &one.zone, w.past_short)) } br;
                span class="sm" { (keeper) } br;
                span class="sm soft" { (one.group.as_deref().unwrap_or(w.a_group)) }
            }
            @if one.keeper.is_none() {
                form method="post" action={ "/leading/follow-up/" (one.id) "/keeper" } {
                    button class="btn btn-soft btn-s" type="submit" { (w.take) }
                }
            }
        }
    }
}
