//! What was written alone, once all of it is shown: in the words of its writers, unnamed unless they
//! chose otherwise.

use circle::activity::{Part, SlipView};
use maud::{Markup, html};

use super::patterns;
use super::seen::Seen;
use super::words;
use crate::sessions::room_view::page::{icon_small, sign_small};
use crate::site::lang::fill;

/// The slips of one part, under its name.
pub(super) fn part(seen: &Seen<'_>, part: Part) -> Markup {
    let slips: Vec<(&SlipView, &str)> = seen.slips(part).collect();
    html! {
        @if !slips.is_empty() {
            section class="stack-s" {
                h3 class="h3" { (words::part(seen.lang, part)) }
                ul class="ideas" {
                    @for (slip, text) in slips { (slip_card(seen, slip, text)) }
                }
            }
        }
    }
}

/// The patterns that were marked, with how many marked each.
pub(super) fn marked(seen: &Seen<'_>) -> Markup {
    let slips: Vec<(&SlipView, &str)> = seen.slips(Part::Pattern).collect();
    html! {
        @if !slips.is_empty() {
            section class="stack-s" {
                h3 class="h3" { (seen.w.patterns_seen) }
                ul class="ideas" {
                    @for (slip, _) in slips {
                        @if let Some(pattern) = patterns::nth(seen.lang, slip.slot.nth) {
                            li class="card card-tight stack-s" {
                                p { b { (pattern.name) } }
                                p class="sm" { (pattern.about) }
                                p class="sm soft" { (count(seen, slip.count)) }
                                (keeping(seen, slip))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn count(seen: &Seen<'_>, n: u8) -> String {
    match n {
        1 => seen.w.marked_one.to_owned(),
        n => fill(seen.w.marked_n, &[("n", &n.to_string())]),
    }
}

fn slip_card(seen: &Seen<'_>, slip: &SlipView, text: &str) -> Markup {
    html! {
        li class="card card-tight stack-s" {
            p class="voice-s" { (text) }
            p class="idea-by" {
                @match slip.by {
                    Some(who) => {
                        (sign_small(seen.sign(who))) span class="sm" { (seen.name(who)) }
                    }
                    None => { span class="sm soft" { (seen.w.unnamed) } }
                }
                @if slip.chosen {
                    span class="tag tag-light" {
                        (icon_small("check-bold"))
                        @if seen.is_owner() {
                            (seen.w.chosen_mine)
                        } @else {
                            (fill(seen.w.chosen, &[("name", &seen.owner_name())]))
                        }
                    }
                }
            }
            (keeping(seen, slip))
        }
    }
}

/// For the one whose it is: keeping, or choosing where an idea is to be tried.
fn keeping(seen: &Seen<'_>, slip: &SlipView) -> Markup {
    let w = seen.w;
    let is_keeper = slip.slot.to.or(seen.now.owner) == Some(seen.me());
    if !is_keeper {
        return html! {};
    }
    let id = |is: bool| [("slip", slip.slip.to_string()), ("is", is.to_string())];
    if slip.slot.part == Part::Idea {
        let text = if slip.chosen {
            w.unchoose
        } else {
            w.choose_this
        };
        let class = "btn btn-quiet btn-s";
        return seen.tap("choose_slip", &id(!slip.chosen), class, text);
    }
    if !seen.now.kind.keeps_in(seen.now.at) {
        return html! {};
    }
    let kept = seen.mine().kept.contains(&slip.slip);
    let text = if kept { w.let_go } else { w.keep };
    html! {
        div class="row" {
            @if kept { span class="tag tag-action" { (icon_small("check-bold")) (w.kept) } }
            (seen.tap("keep_slip", &id(!kept), "btn btn-quiet btn-s", text))
        }
    }
}
