//! Markup of a member's pages around the room: Today, the lobby, afterwards, what I kept.

use jiff::ToSpan as _;
use maud::{Markup, html};

use super::first_time::view::AskedFor;
use super::kept::{Plan, how_key};
use super::media::CheckWords;
use super::page_words::PageWords;
use super::when;
use super::wire::{Close, Greeting, HowItWent, MayKnow};
use super::{Session, State, first_time, rehearsed, thanks};
use crate::safety::{self, OwnNews};
use crate::site::components::{icon, who};
use crate::site::lang::{Lang, fill};

/// A session on its way to a page, with what the page says about its group.
#[derive(Clone, Debug)]
pub(super) struct Coming {
    pub(super) group_name: String,
    pub(super) zone: String,
    pub(super) starts_ms: i64,
    /// Where it leads: the room if it may be entered, or the session's page.
    pub(super) path: String,
    /// Whether this person may take a seat now.
    pub(super) may_enter: bool,
    pub(super) opens_ms: i64,
}

/// The Today page.
#[derive(Clone, Debug)]
pub(super) struct Today {
    pub(super) name: String,
    pub(super) now_ms: i64,
    pub(super) zone: String,
    pub(super) plan: Option<Plan>,
    pub(super) next: Option<Coming>,
    /// Who asks this person into a room, where they are on call.
    pub(super) on_call: OwnNews,
    /// Where this person is asked to greet a newcomer.
    pub(super) asked: Vec<AskedFor>,
    /// Conversations whose real day is near, or was.
    pub(super) near: rehearsed::Near,
    pub(super) thanks: thanks::view::TodayPart,
}

/// What the one deep card is about.
enum OneThing<'a> {
    Gathering(&'a Coming),
    Plan(&'a Plan),
    FindCircle,
    Quiet,
}

impl Today {
    fn one_thing(&self) -> OneThing<'_> {
        match (&self.next, &self.plan) {
            (Some(next), _) if next.may_enter => OneThing::Gathering(next),
            (_, Some(plan)) if plan.how.is_none() => OneThing::Plan(plan),
            (None, _) => OneThing::FindCircle,
            (Some(_), _) => OneThing::Quiet,
        }
    }
}

pub(super) fn today(lang: Lang, page: &Today) -> Markup {
    let w = PageWords::of(lang);
    let now = when::civil(page.now_ms, &page.zone);
    let one = page.one_thing();
    let plan_below = match (&one, &page.plan) {
        (OneThing::Plan(_), _) => None,
        (_, plan) => plan.as_ref(),
    };
    let next_below = match (&one, &page.next) {
        (OneThing::Gathering(_), _) => None,
        (_, next) => next.as_ref(),
    };
    html! {
        div class="wrap page stack" {
            header {
                h1 { (fill(when::greeting(lang, &now), &[("name", &page.name)])) }
                p class="soft" { (when::capitalised(&when::day(lang, &now))) }
            }
            (safety::own_news_part(lang, &page.on_call))
            div class="cols cols-main" {
                div class="stack" {
                    (deep_card(lang, page, &one))
                    @if let Some(plan) = plan_below {
                        section class="card stack" aria-labelledby="said" {
                            h2 id="said" class="h3" { (said_on(lang, page, plan)) }
                            (plan_body(lang, plan))
                        }
                    }
                }
                div class="stack" {
                    (first_time::view::today(lang, &page.asked, page.now_ms))
                    (rehearsed::view::today(lang, &page.near))
                    (thanks::view::today(lang, &page.thanks))
                    @if let Some(next) = next_below { (next_card(lang, next, page.now_ms)) }
                    p { a class="btn btn-text" href="/my-space/plans" { (w.all_kept) } }
                }
            }
        }
    }
}

fn deep_card(lang: Lang, page: &Today, one: &OneThing<'_>) -> Markup {
    let w = PageWords::of(lang);
    html! {
        section class="card card-deep" aria-labelledby="one" {
            div class="stack pos" {
                p class="kicker" { (w.one_thing) }
                @match one {
                    OneThing::Gathering(next) => {
                        h2 id="one" { (w.gathering) }
                        p { (fill(w.gathering_text, &[("group", &next.group_name)])) }
                        p { a class="btn btn-light" href=(next.path) { (w.take_seat) } }
                    }
                    OneThing::Plan(plan) => {
                        h2 id="one" { (said_on(lang, page, plan)) }
                        (plan_body(lang, plan))
                    }
                    OneThing::FindCircle => {
                        h2 id="one" { (w.find_circle) }
                        p { (w.find_circle_text) }
                        p { a class="btn btn-light" href="/groups" { (w.find_circle_button) } }
                    }
                    OneThing::Quiet => {
                        h2 id="one" { (w.quiet_day) }
                        p { (w.quiet_day_text) }
                    }
                }
            }
        }
    }
}

/// «What you said on Sunday», or on which Sunday when that is a week ago or more.
fn said_on(lang: Lang, page: &Today, plan: &Plan) -> String {
    let w = PageWords::of(lang);
    let made = when::civil(plan.made_ms, &page.zone);
    let now = when::civil(page.now_ms, &page.zone);
    let day = if made.date() == now.date() {
        return w.said_today.to_owned();
    } else if made.date().saturating_add(6.days()) >= now.date() {
        when::weekday(lang, made.weekday()).to_owned()
    } else {
        // «Sunday» alone would be taken for the last one, or for today.
        when::day(lang, &made)
    };
    fill(w.said_on, &[("day", &day)])
}

/// A plan's words, with the three answers or the answer that was given.
pub(super) fn plan_body(lang: Lang, plan: &Plan) -> Markup {
    let w = PageWords::of(lang);
    let action = format!("/my-space/plans/{}/answer", plan.id);
    html! {
        p class="voice" { (plan.text) }
        @if let Some(how) = plan.how {
            p role="status" { (w.kept_answer) " " (answered(lang, how)) }
            form action=(action) method="post" {
                button class="btn btn-text btn-s" name="how" value="undo" { (w.undo) }
            }
        } @else {
            form action=(action) method="post" {
                fieldset {
                    legend { (w.how_did_it_go) }
                    div class="row" {
                        @for (how, text) in [
                            (HowItWent::DidIt, w.did_it),
                            (HowItWent::PartOfIt, w.part_of_it),
                            (HowItWent::NotYet, w.not_yet),
                        ] {
                            button class="btn btn-soft btn-s" name="how" value=(how_key(how)) {
                                (text)
                            }
                        }
                    }
                }
            }
        }
        (who_may_know(lang, plan.may_know))
    }
}

fn answered(lang: Lang, how: HowItWent) -> &'static str {
    let w = PageWords::of(lang);
    match how {
        HowItWent::DidIt => w.answered_did,
        HowItWent::PartOfIt => w.answered_part,
        HowItWent::NotYet => w.answered_not_yet,
    }
}

/// A person's own words, line by line as they wrote them.
pub(super) fn paragraphs(text: &str) -> Markup {
    html! {
        @for line in text.lines().filter(|line| !line.trim().is_empty()) {
            p class="voice" { (line) }
        }
    }
}

pub(super) fn who_may_know(lang: Lang, may_know: MayKnow) -> Markup {
    let w = PageWords::of(lang);
    match may_know {
        MayKnow::OnlyMe => who("lock-simple", w.see_only_me),
        MayKnow::Mentor => who("compass", w.see_mentor),
        MayKnow::Circle => who("users-three", w.see_circle),
    }
}

fn next_card(lang: Lang, next: &Coming, now_ms: i64) -> Markup {
    let w = PageWords::of(lang);
    let starts = when::civil(next.starts_ms, &next.zone);
    let now = when::civil(now_ms, &next.zone);
    let opens = when::civil(next.opens_ms, &next.zone);
    html! {
        section class="card stack" aria-labelledby="next" {
            div class="row row-between row-nowrap row-top" {
                div {
                    p class="vh" { (w.next_session) }
                    h2 id="next" { (when::coming(lang, &starts, &now)) }
                    p { (next.group_name) }
                }
                @if let Some(soon) = when::how_soon(lang, next.starts_ms, now_ms) {
                    span class="tag tag-light" { (soon) }
                }
            }
            p { a class="btn btn-quiet btn-s" href=(next.path) { (w.see_session) } }
            p class="sm soft" {
                (fill(w.room_opens, &[("time", &when::time(lang, &opens))]))
            }
        }
    }
}

/// The page of a session whose room this person is not in (yet).
#[derive(Clone, Debug)]
pub(super) struct Lobby {
    pub(super) session: Session,
    pub(super) group_name: String,
    pub(super) group_path: String,
    pub(super) zone: String,
    pub(super) now_ms: i64,
    /// This person may open the room now.
    pub(super) may_open: bool,
    /// The program carries voices, so sound and camera can be tried before.
    pub(super) has_voices: bool,
    /// The group doesn't meet at this time any more.
    pub(super) is_off: bool,
    /// This person leads in the group.
    pub(super) leads: bool,
    /// The group takes members only, and this person is not one (yet).
    pub(super) must_join: bool,
    /// This person came to the session, which has ended.
    pub(super) came: bool,
    /// What it runs, for those who lead and can still choose.
    pub(super) format_name: Option<String>,
    /// What first times mean for this person here.
    pub(super) greeting: Greeting,
    /// The two screens for newcomers are offered.
    pub(super) may_look: bool,
}

pub(super) fn lobby(lang: Lang, page: &Lobby) -> Markup {
    let w = PageWords::of(lang);
    let starts = when::civil(page.session.starts_ms, &page.zone);
    let now = when::civil(page.now_ms, &page.zone);
    let minutes = page.session.minutes.to_string();
    html! {
        div class="wrap narrow page stack" {
            header {
                h1 { (page.group_name) }
                p class="soft" {
                    (when::coming(lang, &starts, &now)) ", "
                    (fill(w.minutes_long, &[("n", &minutes)]))
                }
            }
            (lobby_state(lang, page))
            @if let Some(name) = &page.format_name {
                p class="soft" {
                    (fill(w.format_is, &[("name", name)])) " "
                    a href={ "/sessions/" (page.session.id) "/format" } { (w.format_other) }
                }
            }
            @if page.session.state != State::Ended && !page.must_join {
                (first_time::view::lobby(lang, page.session.id, &page.greeting, page.may_look))
                (try_first(lang, page))
            }
            p { a class="btn btn-text" href=(page.group_path) { (w.to_group) } }
        }
    }
}

/// While there is time, sound and camera can be tried.
fn try_first(lang: Lang, page: &Lobby) -> Markup {
    let is_over = page.now_ms > page.session.ends_ms() + super::MISSED_AFTER_MS;
    html! {
        @if page.has_voices && !page.is_off && !is_over {
            p {
                a class="btn btn-text" href={ "/sessions/" (page.session.id) "/check" } {
                    (icon("microphone")) (CheckWords::of(lang).try_first)
                }
            }
        }
    }
}

fn lobby_state(lang: Lang, page: &Lobby) -> Markup {
    let w = PageWords::of(lang);
    let at = |ms: i64| when::time(lang, &when::civil(ms, &page.zone));
    let starts = at(page.session.starts_ms);
    let seats = at(page.session.starts_ms - super::SEATS_BEFORE_MS);
    let is_over = page.now_ms > page.session.ends_ms() + super::MISSED_AFTER_MS;
    let path = format!("/sessions/{}", page.session.id);
    html! {
        section class="card stack" aria-labelledby="state" {
            @match page.session.state {
                State::Ended => {
                    h2 id="state" { (w.session_over) }
                    p { (w.session_over_text) }
                    div class="row" {
                        @if page.came {
                            a class="btn" href={ (path) "/afterwards" } { (w.afterwards_link) }
                        }
                        @if page.leads {
                            a class="btn btn-quiet" href={ (path) "/record" } { (w.record_link) }
                        }
                    }
                }
                _ if page.must_join => {
                    h2 id="state" { (w.members_only) }
                    p { (w.members_only_text) }
                    p { a class="btn" href=(page.group_path) { (w.to_group) } }
                }
                State::Planned if is_over || page.is_off => {
                    h2 id="state" { (if is_over { w.missed } else { w.called_off }) }
                    p { (if is_over { w.missed_text } else { w.called_off_text }) }
                }
                _ if page.may_open => {
                    h2 id="state" { (w.open_room) }
                    p { (fill(w.open_room_text, &[("time", &seats)])) }
                    form action={ (path) "/open" } method="post" {
                        button class="btn" { (w.open_room) }
                    }
                }
                State::Open => {
                    h2 id="state" { (w.not_open) }
                    p { (fill(w.seats_from, &[("time", &seats)])) }
                    p { a class="btn" href=(path) { (w.look_again) } }
                }
                State::Planned => {
                    h2 id="state" { (w.not_open) }
                    @if page.leads {
                        p { (fill(w.not_open_text, &[
                            ("time", &at(page.session.starts_ms - super::OPENS_BEFORE_MS)),
                        ])) }
                    } @else {
                        p { (fill(w.not_open_text, &[("time", &seats)])) " " (w.just_listen) }
                        p class="sm soft" { (fill(w.wait_for_lead, &[("time", &starts)])) }
                    }
                    p { a class="btn" href=(path) { (w.look_again) } }
                }
            }
        }
    }
}

/// For someone who came to an open room and can't be in it: why, and a way onward.
/// Why somebody can't be in the room, and what they had `written` when they sent it too late.
pub(super) fn outside(lang: Lang, group_name: &str, why: Close, written: Option<&str>) -> Markup {
    let w = PageWords::of(lang);
    let (title, text) = match why {
        Close::Removed => (w.removed, w.removed_text),
        Close::Ended => (w.session_over, w.session_over_text),
        Close::Full => (w.full, w.full_text),
        _ => (w.door_closed, w.door_closed_text),
    };
    html! {
        div class="wrap narrow page stack" {
            header { h1 { (group_name) } }
            section class="card stack" aria-labelledby="state" {
                h2 id="state" { (title) }
                p { (text) }
                @if let Some(written) = written {
                    p { (w.not_kept_text) }
                    label class="label" for="not-kept" { (w.not_kept) }
                    textarea class="textarea input" id="not-kept" rows="4" readonly {
                        // A browser drops the first line end of a field.
                        "\n" (written)
                    }
                }
                div class="row" {
                    a class="btn" href="/today" { (w.to_today) }
                    // Being asked to leave is hard on a hard evening: help is one step away.
                    @if why == Close::Removed {
                        a class="btn btn-quiet" href="/help" { (icon("lifebuoy")) (w.removed_help) }
                    }
                }
            }
        }
    }
}
