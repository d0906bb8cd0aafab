//! What stands beside the circle: whose turn comes, quiet words, a person's own turn, their last
//! plan at the check-in, how they leave.

use circle::command::QuietWord;
use maud::{Markup, html};

use super::lines::quiet_text;
use super::page::Draw;
use super::panels::told;
use super::room::{hear_each_other, order, turnline};
use crate::site::components::{icon, who};

/// The four quiet words, in the order in which they are offered.
const QUIET: [(QuietWord, &str); 4] = [
    (QuietWord::HearYou, "hear_you"),
    (QuietWord::MeToo, "me_too"),
    (QuietWord::ThankYou, "thank_you"),
    (QuietWord::WithYou, "with_you"),
];

pub(super) fn say(draw: &Draw<'_>) -> Markup {
    let (scene, w) = (draw.scene, draw.w);
    let around = "@circle+!as_list+!list";
    let why = "live+!@door+!@agree+!@out";
    html! {
        section class="room-say stack" aria-label=(w.say_label) {
            (turnline(scene, "!@door+!@agree+!@out+!ended", draw))
            (my_turn(draw))
            (quiet(draw))
            (quiet_came(draw))
            (super::greeting::card(draw))
            (breathing(draw))
            (last_plan(draw))
            (circle_last(draw))
            (weather(draw))
            p class="who who-private" data-text="word_line" data-some hidden[scene.word_line.is_empty()] {
                (scene.word_line)
            }
            (knocks(draw))
            div class="only-wide" data-show=(around) hidden[draw.hides(around)] {
                ol class="order" aria-label=(w.list_label) data-part="order" { (order(&scene.order)) }
            }
            (hear_each_other(draw))
            details class="why" data-show=(why) hidden[draw.hides(why)] {
                summary class="sm" { (w.why) }
                p class="sm soft only-narrow" data-text="guidance" { (scene.guidance) }
                p class="sm soft" data-text="why" { (scene.why) }
                // Beside the room and not in its place: nobody loses their seat by being curious.
                p class="sm" {
                    a class="tlink" href=[scene.more_href()] data-href="why_more" target="_blank"
                        rel="noopener" { (w.why_more) }
                }
            }
        }
    }
}

fn my_turn(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let mine = "my_turn";
    let moment = draw.scene.is("moment");
    let may_invite = "may_invite";
    html! {
        div class="stack-s" data-show=(mine) hidden[draw.hides(mine)] {
            div class="quiet" {
                (draw.act_on_turn(&[("do", if moment { "resume" } else { "moment" })], &html! {
                    button class="btn" type="submit" data-flag="moment" data-flips="do"
                        data-if-off="moment" data-if-on="resume" aria-pressed=(moment) { (w.moment) }
                }))
                div data-show=(may_invite) hidden[draw.hides(may_invite)] {
                    (invite(draw, "btn"))
                }
                button class="btn needs-script" type="button" data-part="hide-timer"
                    aria-pressed="false" { (w.hide_timer) }
            }
            p class="sm soft only-wide" { (w.my_turn_note) }
        }
    }
}

/// Asks the others to answer, or no more; also on the page of who leads, for their own turn.
pub(super) fn invite(draw: &Draw<'_>, class: &str) -> Markup {
    let invites = draw.scene.is("invites");
    let other = if invites { "false" } else { "true" };
    let button = html! {
        button class=(class) type="submit" data-flag="invites" data-flips="is"
            aria-pressed=(invites) { (draw.w.invite) }
    };
    draw.act_on_turn(&[("do", "invite"), ("is", other)], &button)
}

fn quiet(draw: &Draw<'_>) -> Markup {
    let show = "quiet";
    html! {
        div class="stack-s" role="group" aria-labelledby="quiet-for" data-show=(show)
            hidden[draw.hides(show)] {
            p class="sm soft only-wide" id="quiet-for" data-text="quiet_for" { (draw.scene.quiet_for) }
            div class="quiet" {
                @for (kind, key) in QUIET {
                    @let given = draw.scene.quiet_given.contains(&kind);
                    (draw.act_on_turn(&[("do", "quiet"), ("kind", key)], &html! {
                        button class="btn" type="submit" data-quiet=(key) aria-pressed=(given) {
                            (quiet_text(draw.rw, kind))
                        }
                    }))
                }
            }
        }
    }
}

/// What came after my turn. Named people, no counts, and only for me.
pub(super) fn quiet_came(draw: &Draw<'_>) -> Markup {
    let show = "quiet_came+!my_turn";
    html! {
        section class="card card-light card-tight stack-s" aria-labelledby="quiet-came-title"
            data-show=(show) hidden[draw.hides(show)] {
            h2 class="h3" id="quiet-came-title" { (draw.rw.quiet_title) }
            ul class="plain voice-s" data-list="quiet_came" {
                @for line in &draw.scene.quiet_came { li { (line) } }
            }
        }
    }
}

fn breathing(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let show = "@breathing";
    html! {
        div class="stack-s" role="group" aria-label=(w.breathing_label) data-show=(show)
            hidden[draw.hides(show)] {
            div class="quiet needs-script" {
                button class="btn" type="button" data-breath="still" aria-pressed="false" { (w.stop_ring) }
                button class="btn" type="button" data-breath="words" aria-pressed="false" { (w.just_words) }
            }
            p class="sm soft only-wide" { (w.breathing_other) }
            noscript { p class="sm soft" { (w.breathing_plain) } }
        }
    }
}

fn last_plan(draw: &Draw<'_>) -> Markup {
    let (w, mine) = (draw.w, &draw.page.picture.mine);
    let show = "checkin+last_plan";
    let Some(plan) = &mine.last_plan else {
        return html! {};
    };
    let answer = |how: &str, text: &str| {
        let fields = [("do", "how"), ("plan", plan.id.as_str()), ("how", how)];
        draw.act(
            &fields,
            &html! { button class="btn btn-quiet btn-s" type="submit" { (text) } },
        )
    };
    let [ask, said, tell, told] = ["!how_said", "how_said", "!last_shown", "last_shown"];
    html! {
        section class="card card-tight stack-s" aria-labelledby="last-plan-title" data-show=(show)
            hidden[draw.hides(show)] {
            h2 class="h3" id="last-plan-title" { (w.last_plan) }
            p class="voice-s" { (plan.text) }
            (who("lock-simple", w.only_me))
            div class="stack-s" data-show=(ask) hidden[draw.hides(ask)] {
                p class="sm" { (w.last_plan_ask) }
                div class="row" {
                    (answer("did_it", w.did_it))
                    (answer("part_of_it", w.part_of_it))
                    (answer("not_yet", w.not_yet))
                }
            }
            p class="sm" data-show=(said) hidden[draw.hides(said)] { (draw.rw.how_kept) }
            div data-show=(tell) hidden[draw.hides(tell)] {
                (draw.act(&[("do", "show_plan"), ("plan", &plan.id)], &html! {
                    button class="btn btn-text btn-s" type="submit" { (w.show_circle) }
                }))
            }
            p class="sm soft" data-show=(told) hidden[draw.hides(told)] { (draw.rw.plan_shown) }
        }
    }
}

/// What others let the circle see of last time, so that it can be taken up in the check-in.
fn circle_last(draw: &Draw<'_>) -> Markup {
    let show = "checkin+last_told";
    html! {
        section class="card card-tight stack-s" aria-labelledby="circle-last-title" data-show=(show)
            hidden[draw.hides(show)] {
            h2 class="h3" id="circle-last-title" { (draw.w.circle_last) }
            ul class="list said" data-told="last_week" { (told(&draw.scene.last_week)) }
        }
    }
}

/// How people leave: the five weathers. Nothing is chosen beforehand.
fn weather(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let show = "closing";
    let kinds = [
        ("stormy", w.stormy, "cloud-lightning"),
        ("heavy", w.heavy, "cloud-rain"),
        ("mixed", w.mixed, "cloud"),
        ("clearing", w.clearing, "cloud-sun"),
        ("bright", w.bright, "sun"),
    ];
    html! {
        section class="stack-s" aria-labelledby="leaving" data-show=(show) hidden[draw.hides(show)] {
            h2 class="h3" id="leaving" { (w.leaving) }
            div class="weather-plain" {
                div class="weather" role="group" aria-labelledby="leaving" {
                    @for (is, text, symbol) in kinds {
                        (draw.act(&[("do", "weather"), ("is", is)], &html! {
                            button class="weather-btn" type="submit" data-weather=(is)
                                aria-pressed="false" { (icon(symbol)) (text) }
                        }))
                    }
                }
            }
            p class="sm soft" { (w.leaving_who) }
        }
    }
}

/// Someone at the door whom a person inside may know. Who leads has them in the run view.
fn knocks(draw: &Draw<'_>) -> Markup {
    html! {
        div class="stack-s" data-part="knocks" {
            @if !draw.scene.is("leads") && draw.scene.is("agreed") {
                @for knock in &draw.scene.knocks { (vouch(draw, knock.who, &knock.text)) }
            }
        }
        template data-part="vouch-template" { (vouch(draw, 0, "")) }
    }
}

fn vouch(draw: &Draw<'_>, who: u64, text: &str) -> Markup {
    html! {
        div class="row" data-key=(who) {
            p class="grow sm" data-knock { (text) }
            (draw.act(&[("do", "vouch"), ("who", &who.to_string())], &html! {
                button class="btn btn-quiet btn-s" type="submit" { (draw.w.vouch) }
            }))
        }
    }
}
