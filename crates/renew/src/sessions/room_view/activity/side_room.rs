//! Side rooms: finding each other for a rehearsal, the rehearsal itself, and a talk apart with a
//! host.

use circle::PersonId;
use circle::activity::StepKind;
use circle::side_rooms::{MyRoom, Place, RoomPart, RoomRun, RoomStep, RoomView};
use maud::{Markup, html};

use super::room_words::{self, SideRoomWords};
use super::seen::{Ground, Seen, then};
use crate::sessions::picture::Picture;
use crate::sessions::room_view::page::{icon_small, outcome};
use crate::sessions::wire::{LINE_CHARS_MAX, SceneCard, TAKEAWAY_CHARS_MAX};
use crate::sessions::words::RoomWords;
use crate::site::components::who;
use crate::site::lang::{Lang, fill};

/// The steps in their order, for the line of segments.
const STEPS: [RoomStep; 5] = [
    RoomStep::Scene,
    RoomStep::Play,
    RoomStep::Swap,
    RoomStep::OtherWays,
    RoomStep::Takeaway,
];

/// The form of the scene's card.
const CARD: &str = "scene-card";

/// A side room as one of those who are in it sees it.
struct Inside<'a> {
    ground: Ground<'a>,
    lang: Lang,
    w: &'static SideRoomWords,
    picture: &'a Picture,
    room: &'a MyRoom,
}

/// Being asked aside by a host: above everything else, and easy to say no to.
pub(super) fn asked(ground: Ground<'_>) -> Markup {
    let Ground { lang, picture, .. } = ground;
    let w = SideRoomWords::of(lang);
    let Some(asked) = picture.view.mine.asked_aside else {
        return html! {};
    };
    let room = asked.room.to_string();
    let name = name(lang, picture, asked.by);
    html! {
        section class="card card-tight stack-s" aria-labelledby="aside-asked" {
            h2 class="h3" id="aside-asked" tabindex="-1" { (fill(w.asked, &[("name", &name)])) }
            p { (w.asked_text) }
            div class="row" {
                (ground.form("aside-yes", &[
                    ("do", "take_part".to_owned()),
                    ("room", room.clone()),
                    ("part", "guest".to_owned()),
                ], &html! { button class="btn btn-s" type="submit" { (w.asked_yes) } }))
                (ground.form("aside-no", &[
                    ("do", "leave_room".to_owned()),
                    ("room", room),
                ], &html! { button class="btn btn-text btn-s" type="submit" { (w.asked_no) } }))
            }
        }
    }
}

/// The room that this person is in.
pub(super) fn inside(ground: Ground<'_>) -> Markup {
    let Ground { lang, picture, .. } = ground;
    let Some(room) = &picture.view.mine.room else {
        return html! {};
    };
    let inside = Inside {
        ground,
        lang,
        w: SideRoomWords::of(lang),
        picture,
        room,
    };
    if room.aside {
        inside.aside()
    } else {
        inside.rehearsal()
    }
}

/// The rooms of a rehearsal, for those who are in none.
pub(super) fn finding(seen: &Seen<'_>) -> Markup {
    let w = SideRoomWords::of(seen.lang);
    if seen.now.at == StepKind::Gather {
        return html! {};
    }
    let rooms = &seen.picture.view.rooms;
    html! {
        @if seen.agreed() {
            p class="soft" { (w.stay) }
            (seen.tap("open_room", &[], seen.main_button(), w.have_scene))
            p class="hint" { (w.have_scene_hint) }
        }
        section class="stack-s" aria-labelledby="scenes" {
            h3 class="h3" id="scenes" { (w.rooms) }
            @if rooms.is_empty() { p class="soft" { (w.rooms_none) } }
            ul class="ideas" {
                @for room in rooms { (room_card(seen, w, room)) }
            }
        }
    }
}

fn room_card(seen: &Seen<'_>, w: &SideRoomWords, room: &RoomView) -> Markup {
    let has = |part: RoomPart| room.places.iter().find(|place| place.part == part);
    let owner = has(RoomPart::Owner).map_or_else(String::new, |place| seen.name(place.who));
    let others: Vec<String> = room
        .places
        .iter()
        .filter(|place| place.part != RoomPart::Owner)
        .map(|place| seen.name(place.who))
        .collect();
    let run = seen.picture.view.rooms_run.iter();
    let run = run.copied().find(|run| run.room == room.room);
    html! {
        li class="card card-tight stack-s" {
            p { b { (fill(w.scene_of, &[("name", &owner)])) } }
            @if !others.is_empty() {
                p class="sm soft" { (fill(w.with_names, &[("names", &others.join(", "))])) }
            }
            @if seen.agreed() {
                div class="row" {
                    @for (part, text) in [
                        (RoomPart::Partner, w.take_partner),
                        (RoomPart::Watcher, w.take_watcher),
                    ] {
                        @if has(part).is_none() { (take(seen, room.room, part, text)) }
                    }
                }
                @if has(RoomPart::Partner).is_some() && has(RoomPart::Watcher).is_some() {
                    p class="sm soft" { (w.full) }
                }
            }
            @if let Some(run) = run { (run_line(seen, w, &run, &owner)) }
        }
    }
}

fn take(seen: &Seen<'_>, room: u64, part: RoomPart, text: &str) -> Markup {
    let key = serde_json::to_value(part).unwrap_or_default();
    let key = key.as_str().unwrap_or_default().to_owned();
    let id = format!("take-{key}-{room}");
    let fields = [
        ("do", "take_part".to_owned()),
        ("room", room.to_string()),
        ("part", key),
    ];
    seen.form(
        &id,
        &fields,
        &html! { button class="btn btn-quiet btn-s" type="submit" { (text) } },
    )
}

/// How a room goes, for who leads.
fn run_line(seen: &Seen<'_>, w: &SideRoomWords, run: &RoomRun, owner: &str) -> Markup {
    let (step, _) = room_words::step(seen.lang, run.step);
    let fields = |act: &str| [("do", act.to_owned()), ("room", run.room.to_string())];
    html! {
        p class="sm" {
            span class="tag" { (step) }
            @if run.calls { " " span class="tag tag-care" { (w.run_calls) } }
            @if run.paused { " " span class="tag" { (w.run_paused) } }
        }
        div class="row" {
            (seen.form(&format!("visit-{}", run.room), &fields("visit_room"), &html! {
                button class={ "btn btn-s " (if run.calls { "btn-care" } else { "btn-quiet" }) }
                    type="submit" { (fill(w.visit, &[("name", owner)])) }
            }))
            (seen.form(&format!("back-{}", run.room), &fields("bring_back"), &html! {
                button class="btn btn-text btn-s" type="submit" { (w.bring_back) }
            }))
        }
    }
}

fn name(lang: Lang, picture: &Picture, who: PersonId) -> String {
    let face = picture.people.get(&who.0);
    let someone = || RoomWords::of(lang).someone.to_owned();
    face.map_or_else(someone, |face| face.name.clone())
}

impl Inside<'_> {
    fn name(&self, who: PersonId) -> String {
        name(self.lang, self.picture, who)
    }

    fn is_owner(&self) -> bool {
        self.room.part == RoomPart::Owner
    }

    fn plays(&self) -> bool {
        matches!(self.room.part, RoomPart::Owner | RoomPart::Partner)
    }

    fn has(&self, part: RoomPart) -> Option<&Place> {
        self.room.places.iter().find(|place| place.part == part)
    }

    /// A command of this room that is one button. The owner's belong to the form of the card: what
    /// was typed onto it goes along.
    fn tap(&self, act: &str, more: &[(&str, String)], class: &str, text: &str) -> Markup {
        let class = format!("btn {class}");
        let id = format!("room-{act}");
        if self.is_owner() && !self.room.aside {
            return then(&id, CARD, (act, more), class.trim(), text);
        }
        let mut fields = vec![("do", act.to_owned()), ("room", self.room.room.to_string())];
        fields.extend(more.iter().cloned());
        let button = html! { button class=(class.trim()) type="submit" { (text) } };
        self.ground.form(&id, &fields, &button)
    }

    /// Names a field of this room alone.
    fn id(&self, field: &str) -> String {
        format!("scene-{}-{field}", self.room.room)
    }

    fn aside(&self) -> Markup {
        let w = self.w;
        let waiting = self.has(RoomPart::Guest).is_none();
        html! {
            section class="stack" aria-labelledby="together-title" {
                h2 class="h2" id="together-title" tabindex="-1" { (w.aside_title) }
                (self.people())
                p { (w.aside_text) }
                @if waiting { p class="soft" { (w.aside_waiting) } }
                p { a href="/help" target="_blank" rel="noopener" { (w.help_now) } }
                (self.tap("leave_room", &[], "btn-quiet", w.leave))
            }
        }
    }

    fn rehearsal(&self) -> Markup {
        let w = self.w;
        html! {
            section class="stack" aria-labelledby="together-title" {
                (self.head())
                (self.calls())
                @if self.room.paused_at.is_some() {
                    p class="notice" { (w.paused) }
                }
                @if self.room.calls { p class="sm" { (w.called) } }
                (self.card())
                (self.swap())
                (self.lean())
                (self.controls())
            }
        }
    }

    fn head(&self) -> Markup {
        let w = self.w;
        let at = STEPS.iter().position(|step| *step == self.room.step);
        let at = at.unwrap_or(0);
        let (step, how) = room_words::step(self.lang, self.room.step);
        let number = (at + 1).to_string();
        html! {
            header class="stack-s" {
                h2 class="h2" id="together-title" tabindex="-1" { (w.title) }
                p class="sm soft" { (w.apart) }
                ol class="steps" aria-hidden="true" {
                    @for index in 0..STEPS.len() {
                        li class=[(index <= at).then_some(if index == at { "now" } else { "done" })] {}
                    }
                }
                p class="sm" {
                    b { (fill(w.step_of, &[("n", &number), ("name", step)])) } " " (how)
                }
                (self.people())
            }
        }
    }

    /// Who leads sees from inside one room that another asks for help.
    fn calls(&self) -> Markup {
        let others = self.picture.view.rooms_run.iter();
        let calls = others
            .filter(|run| run.calls && run.room != self.room.room)
            .count();
        html! { @if calls > 0 { p class="notice" { (self.w.others_call) } } }
    }

    fn people(&self) -> Markup {
        html! {
            ul class="list sm" {
                @for place in &self.room.places {
                    li { b { (self.name(place.who)) } ", " (room_words::part(self.lang, place.part)) }
                }
            }
        }
    }

    /// The scene's card: its owner writes it, the others read it.
    fn card(&self) -> Markup {
        let w = self.w;
        let typed = self.ground.plain.typed;
        let typed = typed.and_then(|typed| typed.card(self.room.room));
        let kept = self.picture.sheet.scene.as_ref();
        let card = typed.or(kept).cloned().unwrap_or_default();
        if !self.is_owner() {
            return self.card_of_another(&card);
        }
        let fields = [
            ("do", "scene".to_owned()),
            ("room", self.room.room.to_string()),
        ];
        let ending = self.room.step == RoomStep::Takeaway;
        let showing = self.room.step == RoomStep::Scene;
        let is_kept = typed.is_none() && kept.is_some();
        let keep = html! {
            div class="row" {
                button class="btn btn-soft btn-s" id="scene-card-keep" type="submit" { (w.save) }
                p class="who" data-kept hidden[!is_kept] {
                    (icon_small("check-bold")) (w.saved)
                }
            }
            (who("lock-simple", w.card_seen))
        };
        let content = html! {
            div class="card stack" {
                @if ending {
                    (field(&self.id("takeaway"), "takeaway", w.card_takeaway, &card.takeaway,
                        TAKEAWAY_CHARS_MAX))
                }
                // Once they play, nobody has to scroll past it.
                details id={ "scene-card-" (if showing { "shown" } else { "folded" }) }
                    open[showing || typed.is_some()] {
                    summary class="h3" id="scene-card-open" { (w.card) }
                    div class="stack" {
                        (field(&self.id("with"), "with", w.card_who, &card.with, LINE_CHARS_MAX))
                        (field(&self.id("place"), "place", w.card_place, &card.place, LINE_CHARS_MAX))
                        (field(&self.id("says"), "says", w.card_says, &card.says, LINE_CHARS_MAX))
                        div class="field" {
                            label class="label" for=(self.id("date")) { (w.card_date) }
                            input class="input" type="date" id=(self.id("date")) name="date"
                                value=(card.date);
                        }
                        @if !ending { (keep) }
                    }
                }
                @if ending { (keep) } @else {
                    input type="hidden" name="takeaway" value=(card.takeaway);
                }
                (outcome(RoomWords::of(self.lang)))
            }
        };
        self.ground.form(CARD, &fields, &content)
    }

    /// The card as those read it whose scene it is not.
    fn card_of_another(&self, card: &SceneCard) -> Markup {
        let w = self.w;
        let owner = self.has(RoomPart::Owner).map(|place| self.name(place.who));
        let lines = [&card.with, &card.place, &card.says];
        html! {
            div class="card stack-s" {
                h3 class="h3" { (w.card) }
                @if lines.iter().all(|line| line.is_empty()) {
                    p class="soft" {
                        (fill(w.card_none, &[("name", owner.as_deref().unwrap_or_default())]))
                    }
                }
                @for line in lines { @if !line.is_empty() { p class="voice-s" { (line) } } }
            }
        }
    }

    /// Whether to swap: each says so alone.
    fn swap(&self) -> Markup {
        let w = self.w;
        if self.room.step != RoomStep::Play || !self.plays() {
            return html! {};
        }
        let is = self.room.i_want_swap;
        let text = if is { w.no_swap } else { w.swap };
        html! {
            div class="stack-s" {
                @if self.room.swaps { p { (w.swap_both) } }
                p class="hint" { (w.swap_hint) }
                (self.tap("want_swap", &[("is", (!is).to_string())], "btn-quiet btn-s", text))
            }
        }
    }

    fn lean(&self) -> Markup {
        let w = self.w;
        let plays = matches!(self.room.step, RoomStep::Play | RoomStep::Swap);
        html! {
            @if plays && self.is_owner() {
                section class="stack-s" {
                    h3 class="h3" { (w.lean) }
                    @for line in [w.lean_1, w.lean_2, w.lean_3] {
                        p class="card card-sunken card-tight voice-s" { (line) }
                    }
                }
            }
        }
    }

    fn controls(&self) -> Markup {
        let w = self.w;
        let paused = self.room.paused_at.is_some();
        let (pause, pause_text) = if paused {
            ("false", w.unpause)
        } else {
            ("true", w.pause)
        };
        let call = if self.room.calls { w.uncall } else { w.call };
        html! {
            (self.next())
            div class="row" {
                @if self.plays() && self.room.step != RoomStep::Takeaway {
                    (self.tap("pause_room", &[("is", pause.to_owned())], "btn-quiet", pause_text))
                    (self.tap("stop_room", &[], "btn-quiet", w.stop))
                }
                @if self.room.part != RoomPart::Host {
                    (self.tap("call_help", &[("is", (!self.room.calls).to_string())],
                        "btn-text", call))
                }
                (self.tap("leave_room", &[], "btn-text", w.leave))
            }
        }
    }

    /// On to the next step, once the rehearsal runs and somebody plays the other person.
    fn next(&self) -> Markup {
        let w = self.w;
        let step = self.room.step;
        let activity = self.picture.view.activity.as_ref();
        let runs = activity.is_some_and(|now| now.at == StepKind::Rehearse);
        let alone = self.has(RoomPart::Partner).is_none() && step != RoomStep::Takeaway;
        let ends = step == RoomStep::Takeaway && !self.is_owner();
        if self.room.part == RoomPart::Watcher || !runs || ends {
            return html! {};
        }
        if alone {
            return html! { p class="soft" { (w.wait_partner) } };
        }
        let watched = self.has(RoomPart::Watcher).is_some();
        let after_play = if watched {
            RoomStep::OtherWays
        } else {
            RoomStep::Takeaway
        };
        let next = match step {
            RoomStep::Scene => Some(RoomStep::Play),
            RoomStep::Play if self.room.swaps => Some(RoomStep::Swap),
            RoomStep::Play | RoomStep::Swap => Some(after_play),
            RoomStep::OtherWays => Some(RoomStep::Takeaway),
            RoomStep::Takeaway => None,
        };
        let text = match next {
            Some(next) => fill(w.next, &[("name", room_words::step(self.lang, next).0)]),
            None => w.done.to_owned(),
        };
        let key = serde_json::to_value(step).unwrap_or_default();
        let key = key.as_str().unwrap_or_default().to_owned();
        self.tap("next_room_step", &[("step", key)], "", &text)
    }
}

fn field(id: &str, name: &str, label: &str, text: &str, chars_max: usize) -> Markup {
    html! {
        div class="field" {
            label class="label" for=(id) { (label) }
            textarea class="textarea input voice-s" id=(id) name=(name) rows="2"
                maxlength=(chars_max) { (text) }
        }
    }
}
