//! The cards beside the circle of who leads, and their sheets.

use circle::command::{Door, Role};
use circle::view::PhaseState;
use maud::{Markup, html};

use super::airtime::airtime;
use super::page::{Draw, Sheet, icon_small, outcome, sign_small};
use super::run_scene::{Note, PlanLine, Queued, RunScene};
use super::sheets::bar;
use crate::sessions::wire::WORD_CHARS_MAX;
use crate::site::lang::fill;

/// Private notes, always first.
pub(super) fn notes(draw: &Draw<'_>, run: &RunScene) -> Markup {
    let w = draw.w;
    html! {
        section class="card card-tight run-notes stack-s" aria-labelledby="notes-title" {
            div class="row row-between" {
                h2 id="notes-title" class="h3" { (w.notes) }
                span class="tag tag-private" data-run="new" data-some hidden[run.new.is_empty()] { (run.new) }
            }
            div class="stack-s" data-part="notes" {
                @for line in &run.notes { (note(draw, line)) }
            }
            p class="sm soft" data-none="notes" hidden[!run.notes.is_empty()] { (draw.rw.run_notes_none) }
            p class="sm" {
                a href=(draw.href("/on-call")) target="_blank" rel="noopener" {
                    (w.bring_in) " " (w.new_tab)
                }
            }
            p class="sm" {
                a href=(draw.href("/in-room")) target="_blank" rel="noopener" {
                    (w.devices) " " (w.new_tab)
                }
            }
            div class="stack-s" data-part="door" { (knocks(draw, run)) }
            details {
                summary class="sm" { (w.danger) }
                p class="sm" { (w.danger_text) " " a href="/help" { (w.danger_link) } }
            }
        }
    }
}

/// A private word. `run.js` makes the same when one comes, from the template below.
fn note(draw: &Draw<'_>, note: &Note) -> Markup {
    let (word, here) = (note.word.to_string(), "!apart");
    html! {
        article class="card card-private card-tight stack-s" aria-label=(note.what) data-key=(word) {
            div class="row row-nowrap" {
                (sign_small(note.sign))
                p class="grow" {
                    b data-note="what" { (note.what) } br;
                    span class="sm" data-note="ago" { (note.ago) }
                }
            }
            p class="voice-s" data-note="text" data-some hidden[note.text.is_empty()] { (note.text) }
            p class="sm" data-note="state" data-some hidden[note.state.is_empty()] { (note.state) }
            div class="row" {
                div class="act" data-note="take" hidden[note.taken] {
                    (draw.act(&[("do", "taken"), ("word", &word)], &html! {
                        button class="btn btn-private-solid btn-s" type="submit" { (draw.w.note_take) }
                    }))
                }
                div class="act" data-note="see" hidden[note.seen || note.taken] {
                    (draw.act(&[("do", "seen"), ("word", &word)], &html! {
                        button class="btn btn-text btn-s" type="submit" { (draw.w.note_seen) }
                    }))
                }
                div class="act" data-show=(here) hidden[draw.hides(here)] {
                    (draw.act(&[("do", "ask_aside"), ("word", &word)], &html! {
                        button class="btn btn-text btn-s" type="submit" { (draw.w.note_aside) }
                    }))
                }
            }
            p class="sm" {
                a href=(draw.href(&format!("/follow-up?seat={}", note.from))) target="_blank" rel="noopener"
                    data-note="follow" data-base=(draw.href("/follow-up?seat=")) {
                    (draw.w.note_follow) " " (draw.w.new_tab)
                }
            }
            details data-note="reply" hidden[note.replied] {
                summary class="sm" { (draw.w.note_reply) }
                form class="stack-s" method="post" action=(draw.href("/do")) data-act data-clear {
                    input type="hidden" name="do" value="reply";
                    input type="hidden" name="word" value=(word);
                    label class="label" for={ "reply-" (word) } { (draw.w.note_reply_label) }
                    textarea class="textarea input voice-s" id={ "reply-" (word) } name="text" rows="2"
                        maxlength=(WORD_CHARS_MAX) { (draw.reply_field(note.word)) }
                    (outcome(draw.rw))
                    button class="btn btn-quiet btn-s" type="submit" { (draw.w.note_send) }
                }
            }
        }
    }
}

/// A note without content, which `run.js` copies for each that comes.
fn note_template(draw: &Draw<'_>) -> Markup {
    let empty = Note {
        word: 0,
        from: 0,
        sign: crate::site::sign::Sign::default(),
        what: String::new(),
        ago: String::new(),
        text: String::new(),
        state: String::new(),
        name: String::new(),
        taken: false,
        seen: false,
        replied: false,
    };
    html! { template data-part="note-template" { (note(draw, &empty)) } }
}

fn knocks(draw: &Draw<'_>, run: &RunScene) -> Markup {
    html! {
        @for knock in &run.knocks {
            div class="row" data-key=(knock.who) {
                (icon_small("door-open"))
                p class="grow" data-knock { (knock.text) }
                (knock_buttons(draw, &knock.who.to_string()))
            }
        }
    }
}

fn knock_buttons(draw: &Draw<'_>, who: &str) -> Markup {
    html! {
        (draw.act(&[("do", "admit"), ("who", who)], &html! {
            button class="btn btn-s" type="submit" { (draw.w.let_in) }
        }))
        (draw.act(&[("do", "refuse"), ("who", who)], &html! {
            button class="btn btn-quiet btn-s" type="submit" { (draw.w.not_let_in) }
        }))
    }
}

/// What might be said, and who is here.
pub(super) fn might_say(draw: &Draw<'_>, run: &RunScene) -> Markup {
    html! {
        section class="card card-tight run-say stack-s say" aria-labelledby="say-title" {
            h2 class="h3" id="say-title" { (draw.w.might_say) }
            div class="stack-s" data-run-list="say" data-class="voice-s" {
                @for text in &run.say { p class="voice-s" { (text) } }
            }
            h2 class="h3" { (draw.w.whos_here) }
            div class="stack-s" data-run-list="here" data-class="sm plainp" {
                @for text in &run.here { p class="sm plainp" { (text) } }
            }
            (airtime(draw, run))
            (door(draw, run))
            (note_template(draw))
            template data-part="knock-template" {
                div class="row" {
                    (icon_small("door-open"))
                    p class="grow" data-knock {}
                    (knock_buttons(draw, "0"))
                }
            }
        }
    }
}

/// Who may come in.
fn door(draw: &Draw<'_>, run: &RunScene) -> Markup {
    let w = draw.w;
    let ways = [
        (Door::Open, "open", w.door_open),
        (Door::Vouched, "vouched", w.door_vouched),
        (Door::Locked, "locked", w.door_locked),
    ];
    html! {
        details {
            summary class="sm" { (w.door) }
            div class="stack-s" role="group" aria-label=(w.door) {
                @for (door, is, text) in ways {
                    (draw.act(&[("do", "door"), ("is", is)], &html! {
                        button class="chip-btn" type="submit" data-door=(is)
                            aria-pressed=(run.door == door) { (text) }
                    }))
                }
            }
        }
    }
}

/// Tonight's plan with its minutes, the fix on offer, and the end.
pub(super) fn plan(draw: &Draw<'_>, run: &RunScene) -> Markup {
    let w = draw.w;
    html! {
        // On a desktop it scrolls by itself, also when nothing in it takes the focus any more.
        section class="card card-tight run-side" aria-labelledby="plan-title" tabindex="0" {
            div class="stack-s" {
                h2 id="plan-title" class="h3" { (w.plan) }
                ol class="run-plan" data-part="plan" {
                    @for line in &run.plan { (plan_line(draw, line)) }
                }
                div class="notice notice-light sm" data-part="fix" hidden[run.fix.is_none()] {
                    (icon_small("clock"))
                    div {
                        span data-run="fix" { @if let Some(fix) = &run.fix { (fix.text) } }
                        " "
                        @for (act, text) in [("accept", w.do_that), ("decline", w.not_now)] {
                            form class="act" method="post" action=(draw.href("/do")) data-act {
                                input type="hidden" name="do" value=(act);
                                input type="hidden" name="proposal" data-run="proposal"
                                    value=(run.fix.as_ref().map_or(0, |fix| fix.proposal));
                                button class="btn-inline" type="submit" { (text) } " "
                            }
                        }
                    }
                }
                (ending(draw))
            }
        }
    }
}

fn plan_line(draw: &Draw<'_>, line: &PlanLine) -> Markup {
    let (class, symbol) = match line.state {
        PhaseState::Done => ("done", "check-bold"),
        PhaseState::Now => ("now", "caret-right-fill"),
        PhaseState::Skipped => ("done", "skip-forward"),
        PhaseState::Coming => ("", ""),
    };
    let may_skip = !draw.required(line.phase);
    html! {
        li class=(class) aria-current=[(line.state == PhaseState::Now).then_some("step")]
            data-key=(line.phase) {
            span data-plan="mark" { @if !symbol.is_empty() { (icon_small(symbol)) } }
            span {
                (line.name)
                @if may_skip {
                    div class="act" data-plan="skip" hidden[line.state != PhaseState::Coming] {
                        (draw.act(&[("do", "skip_phase"), ("phase", &line.phase.to_string())], &html! {
                            " " button class="btn-inline sm" type="submit" {
                                (draw.w.skip_phase) span class="vh" { ": " (line.name) }
                            }
                        }))
                    }
                }
            }
            span class="r" data-plan="time" { (line.time) }
        }
    }
}

/// More time, less time, the end; the end asks once, in words.
fn ending(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let live = "live";
    let auto = draw.scene.is("auto_advance");
    let other = if auto { "false" } else { "true" };
    html! {
        details data-show=(live) hidden[draw.hides(live)] {
            summary class="sm" { (w.ending) }
            div class="stack-s" {
                (draw.act(&[("do", "extend"), ("minutes", "3")], &html! {
                    button class="btn btn-quiet btn-s btn-block" type="submit" { (w.extend) }
                }))
                (draw.act(&[("do", "end_later"), ("minutes", "5")], &html! {
                    button class="btn btn-quiet btn-s btn-block" type="submit" { (w.end_later) }
                }))
                (draw.act(&[("do", "auto_advance"), ("is", other)], &html! {
                    button class="chip-btn" type="submit" data-flag="auto_advance" data-flips="is"
                        aria-pressed=(auto) { (w.auto_advance) }
                }))
                details {
                    summary class="sm" { (w.end_early) }
                    div class="stack-s" {
                        p class="sm" { (w.end_ask) }
                        (draw.act(&[("do", "end")], &html! {
                            button class="btn btn-stop btn-s btn-block" type="submit" { (w.end_yes) }
                        }))
                    }
                }
            }
        }
    }
}

/// The order of those still to come: each moves by buttons, one place at a time.
pub(super) fn order_sheet(draw: &Draw<'_>, run: &RunScene) -> Markup {
    let w = draw.w;
    let ids: Vec<u64> = run.queue.iter().map(|queued| queued.who).collect();
    let nobody = Queued {
        who: 0,
        name: String::new(),
        up: String::new(),
        down: String::new(),
    };
    html! {
        dialog class="sheet" id="order" aria-labelledby="order-title"
            open[draw.page.sheet == Some(Sheet::Order)] {
            (bar(draw))
            div class="stack" {
                h2 class="h1" id="order-title" tabindex="-1" { (w.order_title) }
                ol class="order order-edit" data-part="queue" {
                    @for (at, queued) in run.queue.iter().enumerate() {
                        (queue_line(draw, &ids, at, queued))
                    }
                }
                template data-part="queue-template" { (queue_line(draw, &[], 0, &nobody)) }
                p class="soft" data-none="queue" hidden[!run.queue.is_empty()] { (draw.rw.round_over) }
                a class="btn btn-text btn-block" href=(draw.href("/run")) data-shut { (w.close_sheet) }
            }
        }
    }
}

fn queue_line(draw: &Draw<'_>, ids: &[u64], at: usize, queued: &Queued) -> Markup {
    html! {
        li data-key=(queued.who) {
            span class="grow" data-queued="name" { (queued.name) }
            (mover(draw, ids, at, true, &queued.up))
            (mover(draw, ids, at, false, &queued.down))
        }
    }
}

/// A button that moves someone: it sends the whole new order.
fn mover(draw: &Draw<'_>, ids: &[u64], at: usize, up: bool, text: &str) -> Markup {
    let other = if up { at.checked_sub(1) } else { Some(at + 1) };
    let mut moved = ids.to_vec();
    if let Some(other) = other.filter(|other| *other < ids.len()) {
        moved.swap(at, other);
    }
    let seats = moved
        .iter()
        .map(u64::to_string)
        .collect::<Vec<_>>()
        .join(",");
    html! {
        form class="act" method="post" action=(draw.href("/do")) data-act {
            input type="hidden" name="do" value="order";
            input type="hidden" name="seats" value=(seats);
            button class="btn btn-quiet btn-s" type="submit" data-queued=(if up { "up" } else { "down" })
                aria-label=(text) { (if up { "↑" } else { "↓" }) }
        }
    }
}

/// What who leads can do for one person.
pub(super) fn seat_sheet(draw: &Draw<'_>) -> Markup {
    let (w, rw) = (draw.w, draw.rw);
    let chosen = match draw.page.sheet {
        Some(Sheet::Seat(who)) => draw.page.picture.people.get(&who).map(|face| (who, face)),
        _ => None,
    };
    let seats = &draw.page.picture.view.seats;
    let seat = seats
        .iter()
        .find(|seat| Some(seat.who.0) == chosen.map(|(who, _)| who));
    let role = seat.map(|seat| seat.role);
    let who = chosen.map_or(0, |(who, _)| who).to_string();
    let name = chosen.map_or("", |(_, face)| face.name.as_str());
    let for_person = |fields: &[(&str, &str)], key: &str, class: &str, text: &str| {
        html! {
            form class="act" method="post" action=(draw.href("/do")) data-act data-close {
                @for (field, value) in fields { input type="hidden" name=(field) value=(value); }
                // Which turn the person who leads saw under way when giving it to another.
                @if fields.contains(&("do", "give")) {
                    input type="hidden" name="turn" value=(draw.scene.turn) data-turn;
                }
                input type="hidden" name=(key) value=(who) data-for;
                button class={ "btn btn-block " (class) } type="submit" { (text) }
            }
        }
    };
    html! {
        dialog class="sheet" id="seat" aria-labelledby="seat-title" open[chosen.is_some()] {
            (bar(draw))
            div class="stack" {
                h2 class="h2" id="seat-title" tabindex="-1" data-seat-text="run_menu" {
                    (fill(rw.run_menu, &[("name", name)]))
                }
                (for_person(&[("do", "give")], "who", "", w.give_turn))
                (for_person(&[("do", "skip_person")], "who", "btn-quiet", w.skip_person))
                div class="stack" data-not-me {
                    (for_person(&[("do", "hand_lead")], "to", "btn-quiet", w.hand_lead))
                    // A facilitator is more than a host; a member becomes one, a host may stop.
                    div data-if-role="member" hidden[role != Some(Role::Member)] {
                        (for_person(&[("do", "make_host"), ("is", "true")], "who", "btn-quiet", w.make_host))
                    }
                    div data-if-role="host" hidden[role != Some(Role::Host)] {
                        (for_person(&[("do", "make_host"), ("is", "false")], "who", "btn-quiet", w.unmake_host))
                    }
                    (super::voice::rest(draw, &who))
                    (asks_once(draw, (&who, name), ("to_waiting_room", "btn-quiet", w.to_wait), [
                        ("run_wait_ask", rw.run_wait_ask),
                        ("run_wait_yes", rw.run_wait_yes),
                    ]))
                    (asks_once(draw, (&who, name), ("remove", "btn-stop", w.remove), [
                        ("run_remove_ask", rw.run_remove_ask),
                        ("run_remove_yes", rw.run_remove_yes),
                    ]))
                }
                a class="btn btn-text btn-block" href=(draw.href("/run")) data-shut { (w.close_sheet) }
            }
        }
    }
}

/// What takes somebody out of the circle: it says in words what will be seen, and asks once.
fn asks_once(
    draw: &Draw<'_>,
    (who, name): (&str, &str),
    (act, class, title): (&str, &str, &str),
    [(ask_key, ask), (yes_key, yes)]: [(&str, &str); 2],
) -> Markup {
    html! {
        details {
            summary class="sm" { (title) }
            div class="stack-s" {
                p data-seat-text=(ask_key) { (fill(ask, &[("name", name)])) }
                form class="act" method="post" action=(draw.href("/do")) data-act data-close {
                    input type="hidden" name="do" value=(act);
                    input type="hidden" name="who" value=(who) data-for;
                    button class={ "btn btn-block " (class) } type="submit"
                        data-seat-text=(yes_key) { (fill(yes, &[("name", name)])) }
                }
            }
        }
    }
}
