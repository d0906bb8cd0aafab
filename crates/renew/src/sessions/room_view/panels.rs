//! What takes the place of the circle: the door, the agreement, a few minutes away, the closing,
//! the reflection, the end. All of them are always in the page; one is shown.

use maud::{Markup, html};

use super::page::{Draw, icon_small, outcome, sign_small};
use super::scene::Told;
use crate::sessions::wire::{
    MILESTONE_CHARS_MAX, MayKnow, PLAN_CHARS_MAX, REFLECTION_CHARS_MAX, TAKEAWAY_CHARS_MAX,
};
use crate::sessions::words::PanelWords;
use crate::site::components::who;

pub(super) fn all(draw: &Draw<'_>) -> Markup {
    html! {
        (door(draw))
        (agree(draw))
        (out(draw))
        (plan(draw))
        (reflection(draw))
        (ended(draw))
    }
}

fn panel(draw: &Draw<'_>, show: &'static str, content: &Markup) -> Markup {
    html! {
        div class="pad stack" data-show=(show) data-panel hidden[draw.hides(show)] { (content) }
    }
}

fn door(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let [asked, knocks] = ["asked_to_wait", "!asked_to_wait"];
    panel(
        draw,
        "@door",
        &html! {
            div class="card stack center" {
                h2 class="h1" tabindex="-1" { (w.waiting_title) }
                div class="stack" data-show=(asked) hidden[draw.hides(asked)] {
                    p { (w.asked_out_text) " " span class="needs-script" { (w.waiting_changes) } }
                    p class="soft" { (w.asked_out_quiet) }
                }
                div class="stack" data-show=(knocks) hidden[draw.hides(knocks)] {
                    p { (w.waiting_text) " " span class="needs-script" { (w.waiting_changes) } }
                    p class="soft" { (w.waiting_vouch) }
                }
                (super::voice::try_first(draw))
                (draw.act(&[("do", "leave")], &html! {
                    button class="btn btn-text" type="submit" { (w.agree_not_now) }
                }))
            }
        },
    )
}

/// The agreement and the limits of confidentiality, before anything is shared.
fn agree(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    panel(
        draw,
        "@agree",
        &html! {
            div class="card stack" {
                h2 class="h1" tabindex="-1" { (w.agree_title) }
                p { (w.agree_lead) }
                (agreement(w))
                div class="row" {
                    (draw.act(&[("do", "agree")], &html! {
                        button class="btn" type="submit" { (w.agree_yes) }
                    }))
                    (draw.act(&[("do", "leave")], &html! {
                        button class="btn btn-text" type="submit" { (w.agree_not_now) }
                    }))
                }
                (toggle(draw, "in_room", "in_room", "is", w.in_room))
                (toggle(draw, "listening", "listen", "only", w.agree_listen))
            }
        },
    )
}

/// The promises, and the limits of confidentiality.
pub(super) fn agreement(w: &PanelWords) -> Markup {
    html! {
        ul class="promises" {
            @for promise in [w.agree_1, w.agree_2, w.agree_3, w.agree_4, w.agree_5, w.agree_6] {
                li { (icon_small("check-bold")) span { (promise) } }
            }
        }
        div class="card card-sunken card-tight stack-s" {
            h3 class="h3" { (w.limits_title) }
            p { (w.limits_text) }
        }
    }
}

/// A tick that is a command: one button for each way it can go, of which one is there.
pub(super) fn toggle(
    draw: &Draw<'_>,
    flag: &'static str,
    act: &'static str,
    field: &'static str,
    text: &str,
) -> Markup {
    let is = draw.scene.is(flag);
    let other = if is { "false" } else { "true" };
    draw.act(
        &[("do", act), (field, other)],
        &html! {
            button class="chip-btn" type="submit" data-flag=(flag) data-flips=(field)
                aria-pressed=(is) { (text) }
        },
    )
}

fn out(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    panel(
        draw,
        "@out",
        &html! {
            div class="card stack center" {
                h2 class="h1" tabindex="-1" { (w.out_title) }
                p { (w.out_text) }
                a class="btn btn-quiet" href="/help" { (w.help_now) }
            }
        },
    )
}

/// The week's plan. Words that were typed and not kept stay on the page with their form when the
/// part is over and when the session is: the scripts know of them and say so with `plan_unkept`.
fn plan(draw: &Draw<'_>) -> Markup {
    let here = "@plan";
    panel(
        draw,
        "@plan|plan_unkept",
        &html! {
            (plan_form(draw))
            div class="stack" data-show=(here) hidden[draw.hides(here)] {
                section class="stack-s" aria-labelledby="so-far" {
                    h2 id="so-far" class="h3" { (draw.w.so_far) }
                    ul class="list said" data-told="so_far" { (told(&draw.scene.so_far)) }
                    p class="soft" data-none="so_far" hidden[!draw.scene.so_far.is_empty()] {
                        (draw.rw.so_far_none)
                    }
                }
                (milestone(draw))
            }
        },
    )
}

/// What is said of a form whose part is over.
fn unkept(draw: &Draw<'_>, show: &'static str) -> Markup {
    html! { p class="sm" data-show=(show) hidden[draw.hides(show)] { (draw.w.unkept) } }
}

fn plan_form(draw: &Draw<'_>) -> Markup {
    let (w, scene) = (draw.w, draw.scene);
    let mine = draw.page.picture.mine.plan.as_ref();
    let text = draw.field("plan", mine.map(|plan| plan.text.as_str()));
    let chosen = mine.map(|plan| plan.who);
    let chip = |value: &str, may: MayKnow, symbol: &str, text: &str| {
        html! {
            label class="chip" {
                input type="radio" name="who" value=(value) checked[chosen == Some(may)];
                span {
                    (icon_small(symbol))
                    svg class="i i-s tick" aria-hidden="true" focusable="false" {
                        use href={ (draw.icons()) "#check-bold" } {}
                    }
                    (text)
                }
            }
        }
    };
    let as_kept = "!plan_edited";
    html! {
        form class="card stack" method="post" action=(draw.href("/do")) data-act data-draft="plan" {
            (unkept(draw, "plan_edited+!@plan"))
            input type="hidden" name="do" value="plan";
            // Nothing is chosen beforehand; leaving it open means the quietest choice.
            input type="hidden" name="who" value="only_me";
            div class="field" {
                label class="label" for="plan-text" { (w.plan_label) }
                span class="hint" id="plan-hint" { (w.plan_hint) }
                textarea class="textarea input voice-s" id="plan-text" name="text" rows="2"
                    maxlength=(PLAN_CHARS_MAX) aria-describedby="plan-hint" { (text) }
            }
            fieldset {
                legend class="label" { (w.who_may_know) }
                div class="chips" {
                    (chip("only_me", MayKnow::OnlyMe, "lock-simple", w.only_me))
                    (chip("mentor", MayKnow::Mentor, "compass", w.mentor_too))
                    (chip("circle", MayKnow::Circle, "users-three", w.circle_too))
                }
            }
            (outcome(draw.rw))
            div class="row" {
                button class="btn" type="submit" { (w.keep) }
                button class="btn btn-text" type="submit" form="nothing" { (w.nothing) }
            }
            // «Kept» is only said of what stands there.
            div data-show=(as_kept) hidden[draw.hides(as_kept)] {
                p class="sm" role="status" data-text="kept_line" data-some
                    hidden[scene.kept_line.is_empty()] { (scene.kept_line) }
            }
        }
        form id="nothing" method="post" action=(draw.href("/do")) data-act data-settles="plan" {
            input type="hidden" name="do" value="nothing_this_week";
        }
    }
}

fn milestone(draw: &Draw<'_>) -> Markup {
    let (w, scene) = (draw.w, draw.scene);
    let [ask, shared] = ["!milestone", "milestone"];
    html! {
        section class="stack-s" aria-labelledby="milestones-title" {
            h2 id="milestones-title" class="h3" { (w.milestones) }
            ul class="list said" data-told="milestones" { (told(&scene.milestones)) }
            form class="field" method="post" action=(draw.href("/do")) data-act data-clear
                data-show=(ask) hidden[draw.hides(ask)] {
                input type="hidden" name="do" value="milestone";
                label class="label" for="milestone-text" { (w.milestone_ask) }
                span class="hint" id="milestone-hint" { (w.milestone_hint) }
                div class="row" {
                    input class="input grow" id="milestone-text" name="text" autocomplete="off"
                        maxlength=(MILESTONE_CHARS_MAX) aria-describedby="milestone-hint"
                        value=[draw.typed("milestone")];
                    button class="btn btn-quiet" type="submit" { (w.milestone_share) }
                }
                (outcome(draw.rw))
            }
            p class="sm" role="status" data-show=(shared) hidden[draw.hides(shared)] {
                (draw.rw.milestone_kept)
            }
        }
    }
}

/// What people let the circle know.
pub(super) fn told(lines: &[Told]) -> Markup {
    html! {
        @for line in lines {
            li class="row row-nowrap" data-key=(line.who) {
                (sign_small(line.sign))
                p class="voice-s grow" { @if !line.name.is_empty() { span class="vh" { (line.name) ": " } } (line.text) }
                span class="sm soft" { (line.how) }
            }
        }
    }
}

fn reflection(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let mine = &draw.page.picture.mine;
    let [open, kept] = [
        "@reflection|reflection_unkept",
        "reflection+!reflection_edited",
    ];
    panel(
        draw,
        "@reflection|reflection_unkept|takeaway_unkept",
        &html! {
            form class="card card-private stack" method="post" action=(draw.href("/do")) data-act
                data-draft="reflection" data-show=(open) hidden[draw.hides(open)] {
                (unkept(draw, "reflection_edited+!@reflection"))
                input type="hidden" name="do" value="reflection";
                div class="field" {
                    label class="label" for="reflection-text" { (w.reflection_label) }
                    span class="hint" id="reflection-hint" { (w.reflection_hint) }
                    textarea class="textarea input voice-s" id="reflection-text" name="text" rows="4"
                        maxlength=(REFLECTION_CHARS_MAX) aria-describedby="reflection-hint" {
                        (draw.field("reflection", mine.reflection.as_deref()))
                    }
                }
                (who("lock-simple", w.reflection_who))
                (outcome(draw.rw))
                div class="row" {
                    button class="btn btn-private-solid" type="submit" { (w.keep) }
                    p class="sm" role="status" data-show=(kept) hidden[draw.hides(kept)] {
                        (draw.rw.reflection_kept)
                    }
                }
            }
            (takeaway(draw))
            (pulse(draw))
        },
    )
}

fn takeaway(draw: &Draw<'_>) -> Markup {
    let (w, mine) = (draw.w, &draw.page.picture.mine);
    let [open, kept] = ["@reflection|takeaway_unkept", "takeaway+!takeaway_edited"];
    html! {
        form class="card card-tight stack-s" method="post" action=(draw.href("/do")) data-act
            data-draft="takeaway" data-show=(open) hidden[draw.hides(open)] {
            (unkept(draw, "takeaway_edited+!@reflection"))
            input type="hidden" name="do" value="takeaway";
            div class="field" {
                label class="label" for="takeaway-text" { (w.takeaway_label) }
                input class="input voice-s" id="takeaway-text" name="text" autocomplete="off"
                    maxlength=(TAKEAWAY_CHARS_MAX) value=(draw.field("takeaway", mine.takeaway.as_deref()));
            }
            (who("lock-simple", w.only_me))
            (outcome(draw.rw))
            div class="row" {
                button class="btn btn-quiet btn-s" type="submit" { (w.keep) }
                p class="sm" role="status" data-show=(kept) hidden[draw.hides(kept)] {
                    (draw.rw.reflection_kept)
                }
            }
        }
    }
}

/// Four quick ratings of the session, ours and not validated; never of a person.
pub(super) fn pulse(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let [here, ask, given] = ["@reflection", "!pulse", "pulse"];
    let rows = [
        ("heard", w.pulse_heard),
        ("safe", w.pulse_safe),
        ("useful", w.pulse_useful),
        ("together", w.pulse_together),
    ];
    html! {
        section class="card stack" aria-labelledby="pulse-title" data-show=(here)
            hidden[draw.hides(here)] {
            h2 class="h3" id="pulse-title" { (w.pulse_title) }
            form class="stack" method="post" action=(draw.href("/do")) data-act data-show=(ask)
                hidden[draw.hides(ask)] {
                input type="hidden" name="do" value="pulse";
                p class="sm soft" { (w.pulse_note) }
                p class="sm soft" id="pulse-scale" { (w.pulse_low) }
                @for (name, text) in rows {
                    fieldset aria-describedby="pulse-scale" {
                        legend class="label" { (text) }
                        div class="scale scale-5" {
                            @for n in 1..=5_u8 {
                                label class="chip" {
                                    input type="radio" name=(name) value=(n) required;
                                    span { (n) }
                                }
                            }
                        }
                    }
                }
                (who("eye-slash", w.pulse_who))
                (outcome(draw.rw))
                div class="row" {
                    button class="btn btn-quiet" type="submit" { (w.pulse_send) }
                    p class="sm soft" { (w.pulse_skip_note) }
                }
            }
            p role="status" data-show=(given) hidden[draw.hides(given)] { (draw.rw.pulse_kept) }
        }
    }
}

fn ended(draw: &Draw<'_>) -> Markup {
    let w = draw.w;
    let [with_plan, record] = ["plan", "leads"];
    panel(
        draw,
        "@ended",
        &html! {
            div class="card stack center" {
                h2 class="h1" tabindex="-1" { (w.ended_title) }
                p class="voice" { (w.ended_text) }
                p data-show=(with_plan) hidden[draw.hides(with_plan)] { (w.ended_plan) }
                a class="btn" href="/today" { (w.to_today) }
                p data-show=(record) hidden[draw.hides(record)] {
                    a href=(draw.href("/debrief")) { (w.to_debrief) } " · "
                    a href=(draw.href("/record")) { (w.to_record) }
                }
            }
        },
    )
}
