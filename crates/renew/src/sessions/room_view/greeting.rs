//! A first time in the room: what a newcomer is told, and who greets them.

use maud::{Markup, html};

use super::eye::Eye;
use super::page::Draw;
use super::panels::told;
use super::scene::Told;
use crate::sessions::first_time;
use crate::sessions::wire::Face;
use crate::site::lang::fill;

impl Eye<'_> {
    pub(super) fn greeting_title(&self) -> String {
        let greeting = &self.picture.greeting;
        let title = match (
            greeting.is_new,
            greeting.is_asked || greeting.greets.is_some(),
        ) {
            (true, _) => self.w.greet_title_new,
            (false, true) => self.w.greet_title,
            (false, false) => "",
        };
        title.to_owned()
    }

    /// Who greets me, and whom I greet, each with their sign.
    pub(super) fn greeting(&self) -> Vec<Told> {
        let greeting = &self.picture.greeting;
        let pairs = [
            (&greeting.buddy, self.w.greet_buddy),
            (&greeting.greets, self.w.greet_newcomer),
        ];
        let told = |who: u64, face: &Face, text: &str| Told {
            who,
            // The sentence says it.
            name: String::new(),
            sign: face.sign,
            text: fill(text, &[("name", &face.name)]),
            how: String::new(),
        };
        (1..)
            .zip(pairs)
            .filter_map(|(nth, (face, text))| Some(told(nth, face.as_ref()?, text)))
            .collect()
    }
}

/// Stays for the whole session, since a question may come at any moment of it.
pub(super) fn card(draw: &Draw<'_>) -> Markup {
    let (scene, w, rw) = (draw.scene, draw.w, draw.rw);
    let [here, new, asked] = ["greeting+!ended", "new_here", "asked_to_greet"];
    let waiting = "greet_waiting";
    let session = draw.page.picture.session.id;
    html! {
        section class="card card-tight stack-s" aria-labelledby="greeting-title" data-show=(here)
            hidden[draw.hides(here)] {
            h2 class="h3" id="greeting-title" data-text="greeting_title" { (scene.greeting_title) }
            ul class="list said" data-told="greeting" { (told(&scene.greeting)) }
            div class="stack-s" data-show=(new) hidden[draw.hides(new)] {
                p class="sm" data-show=(waiting) hidden[draw.hides(waiting)] { (rw.greet_waiting) }
                p class="sm" { (rw.greet_free) }
                p class="sm" {
                    a class="tlink" href=(draw.href("/first-time?step=2")) target="_blank"
                        rel="noopener" { (w.greet_more) }
                }
            }
            div class="stack-s" data-show=(asked) hidden[draw.hides(asked)] {
                p class="sm" { (rw.greet_ask) }
                (first_time::view::answers(draw.lang, session, "room"))
            }
        }
    }
}
