//! Markup of how a group is reached, on its page: the place, others near it, its own page on the
//! web, and its basket.

use calendar::for_members::holds_in_link;
use maud::{Markup, html};

use super::basket;
use super::board;
use super::details::{Attendance, Details};
use super::field::Field;
use super::finder_words::FinderWords;
use super::question::{Around, Question, Within};
use super::view::{members_see_all, paragraphs};
use super::words::GroupWords;
use crate::site::components::{icon, who};
use crate::site::lang::{Lang, fill};

/// Where the group meets: words that a person can follow, and a link that the device opens in its
/// own map. No map of somebody else's is asked, who would learn who looks for a meeting.
pub(super) fn place(lang: Lang, details: &Details) -> Markup {
    let (w, f) = (GroupWords::of(lang), FinderWords::of(lang));
    let region = board::region_words(&details.region);
    let lines = [&details.place, &details.address, &region];
    // A group that meets online only has at most the town that its people come from.
    let is_known =
        details.attendance != Attendance::Online && lines.iter().any(|line| !line.is_empty());
    let point = board::point(details.point).filter(|_| !details.is_approximate);
    html! {
        @if is_known {
            section class="stack-s" {
                h2 class="h3" { (w.where_we_meet) }
                address class="plain" { @for line in lines.iter().filter(|line| !line.is_empty()) { p { (line) } } }
                @if details.is_approximate { p class="sm soft" { (f.roughly) } }
                @for part in paragraphs(&details.place_notes) { p class="sm soft" { (part) } }
                (members_see_all(lang, &details.place_notes))
                @if let Some(point) = point {
                    @let near = Question {
                        near: Some(Around::at(point, Within::usual(lang))),
                        ..Question::default()
                    };
                    div class="row" {
                        a class="tlink" href={ "geo:" (point.latitude()) "," (point.longitude()) } {
                            (icon("map-pin")) (f.directions)
                        }
                        a class="tlink" href=(near.address("/groups")) { (f.near_this) }
                    }
                }
            }
        }
    }
}

/// Who holds the meeting, where to read more, and where to give.
pub(super) fn more(lang: Lang, details: &Details) -> Markup {
    let f = FinderWords::of(lang);
    let website = Some(details.website.as_str())
        .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let baskets = baskets(details);
    html! {
        @if !details.group_name.is_empty() {
            p { (fill(f.held_by, &[("group", &details.group_name)])) }
        }
        @if let Some(url) = website {
            p { a class="tlink" href=(url) rel="noreferrer noopener nofollow" { (f.website) } }
            @if holds_in_link(url).is_some() { (who("lock-simple", GroupWords::of(lang).how_to_call_who)) }
        }
        @if !baskets.is_empty() {
            section class="stack-s" {
                h2 class="h3" { (f.basket) }
                p class="sm soft" { (f.basket_text) }
                ul class="row" {
                    @for (name, url) in baskets {
                        li { a class="tlink" href=(url) rel="noreferrer noopener nofollow" { (name) } }
                    }
                }
            }
        }
    }
}

/// The group's own handles as links; what can't be a handle is shown to nobody.
fn baskets(details: &Details) -> Vec<(String, String)> {
    let venmo = basket::name_of(Field::Venmo, &details.venmo);
    let square = basket::name_of(Field::Square, &details.square);
    let paypal = basket::name_of(Field::Paypal, &details.paypal);
    [
        venmo.map(|name| {
            (
                format!("Venmo @{name}"),
                format!("https://venmo.com/{name}"),
            )
        }),
        square.map(|name| {
            (
                format!("Cash App ${name}"),
                format!("https://cash.app/${name}"),
            )
        }),
        paypal.map(|name| {
            (
                format!("PayPal {name}"),
                format!("https://paypal.me/{name}"),
            )
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_handles_become_links() {
        let details = |venmo: &str, square: &str, paypal: &str| Details {
            venmo: venmo.into(),
            square: square.into(),
            paypal: paypal.into(),
            ..Details::default()
        };
        let urls: Vec<String> = baskets(&details("@elm-street", "$elm", "elmstreet"))
            .into_iter()
            .map(|(_, url)| url)
            .collect();
        let expected = [
            "https://venmo.com/elm-street",
            "https://cash.app/$elm",
            "https://paypal.me/elmstreet",
        ];
        assert_eq!(urls, expected);
        let wrong = details("elm", "$el m", "javascript:alert(1)");
        assert_eq!(baskets(&wrong), []);
        assert_eq!(baskets(&details("@", "$", "a/../b")), []);
    }
}
