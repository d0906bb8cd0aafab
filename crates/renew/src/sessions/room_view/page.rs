//! What a handler gives for a room's page, and the small tools that all of its markup uses.

use maud::{Markup, html};
use serde::Serialize;

use super::scene::{Scene, Screen};
use super::typed::Typed;
use crate::groups::GroupId;
use crate::sessions::media::VoiceWords;
use crate::sessions::picture::Picture;
use crate::sessions::words::{PanelWords, RoomWords};
use crate::site::assets;
use crate::site::components::icon;
use crate::site::lang::Lang;
use crate::site::sign::Sign;

/// Everything that a room's page is drawn from.
#[derive(Debug)]
pub struct RoomPage<'a> {
    pub picture: &'a Picture,
    /// What became of the last form, for a page without scripts.
    pub notice: Option<&'a str>,
    /// The sheet that a link asked for, for a page without scripts.
    pub sheet: Option<Sheet>,
    /// `?list=1`: the circle as a list.
    pub as_list: bool,
    /// What a form held that was refused, for a page without scripts.
    pub typed: Option<&'a Typed>,
    /// The program carries voices.
    pub has_voices: bool,
}

/// A sheet over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// `?sheet=private`
    Private,
    /// `?sheet=step`
    StepOut,
    /// `?sheet=order`
    Order,
    /// `?sheet=seat-5`: what who leads can do for the person of that number.
    Seat(u64),
}

impl Sheet {
    /// The sheet that `?sheet=` names.
    #[must_use]
    pub fn from_query(text: &str) -> Option<Self> {
        match text {
            "private" => Some(Self::Private),
            "step" => Some(Self::StepOut),
            "order" => Some(Self::Order),
            _ => text.strip_prefix("seat-")?.parse().ok().map(Self::Seat),
        }
    }
}

/// A page while it is drawn.
pub(super) struct Draw<'a> {
    pub page: &'a RoomPage<'a>,
    /// Whether this is the page of who leads.
    pub is_run: bool,
    pub scene: &'a Scene,
    pub w: &'static PanelWords,
    pub rw: &'static RoomWords,
    pub lang: Lang,
    /// How long a minute of the plan lasts: 60,000 ms, less at a quick pace.
    pub minute_ms: i64,
    /// For each phase of the format, whether it is required.
    pub required: std::sync::Arc<[bool]>,
}

/// What the page's scripts are told at the start.
#[derive(Serialize)]
struct Told<'a> {
    session: &'a str,
    /// A device that has the group's key notices when its session isn't sealed.
    group: &'a str,
    /// Whose page it is: a draft is only given back to who wrote it.
    me: u64,
    lang: Lang,
    minute_ms: i64,
    run: bool,
    words: &'static RoomWords,
    voice: &'static VoiceWords,
}

impl Draw<'_> {
    /// The address of the session's page, with `rest` after it. A form says on which of the two
    /// pages it stood, so that it leads back there.
    pub(super) fn href(&self, rest: &str) -> String {
        let from = if rest == "/do" && self.is_run {
            "?from=run"
        } else {
            ""
        };
        format!("/sessions/{}{rest}{from}", self.page.picture.session.id)
    }

    /// The address of this very page, with `rest` after it.
    pub(super) fn here(&self, rest: &str) -> String {
        let page = if self.is_run { "/run" } else { "" };
        self.href(&format!("{page}{rest}"))
    }

    /// The words of a form that was refused.
    pub(super) fn typed(&self, act: &str) -> Option<&str> {
        self.page.typed?.words(act)
    }

    /// What a field holds: the words of a form that was refused, or what is kept.
    pub(super) fn field<'d>(&'d self, act: &str, kept: Option<&'d str>) -> &'d str {
        self.typed(act).or(kept).unwrap_or_default()
    }

    /// As [`Draw::field`], for the reply to one private word.
    pub(super) fn reply_field(&self, word: u64) -> &str {
        self.page
            .typed
            .and_then(|typed| typed.reply(word))
            .unwrap_or_default()
    }

    /// What `data-room` holds: the scripts' words and settings, as JSON in an attribute.
    pub(super) fn told(&self, run: bool) -> String {
        let told = Told {
            session: &self.page.picture.session.id.to_string(),
            group: &GroupId(self.page.picture.group.id).to_string(),
            me: self.page.picture.me,
            lang: self.lang,
            minute_ms: self.minute_ms,
            run,
            words: self.rw,
            voice: VoiceWords::of(self.lang),
        };
        serde_json::to_string(&told).unwrap_or_default()
    }

    /// Whether a phase can't be left out. A phase of a format that is not ours any more counts as
    /// required: better no button than one that is refused.
    pub(super) fn required(&self, phase: usize) -> bool {
        self.required.get(phase).copied().unwrap_or(true)
    }

    pub(super) fn icons(&self) -> String {
        assets::href("icons.svg")
    }

    /// Whether an element with this `data-show` is hidden now.
    pub(super) fn hides(&self, show: &str) -> bool {
        !shows(show, self.scene.screen, &|flag| self.flag(flag))
    }

    fn flag(&self, flag: &str) -> bool {
        self.scene.is(flag) || (flag == "as_list" && self.page.as_list)
    }

    /// A command that is one button: a plain form, which the scripts send over the socket instead.
    pub(super) fn act(&self, fields: &[(&str, &str)], button: &Markup) -> Markup {
        html! {
            form class="act" method="post" action=(self.href("/do")) data-act {
                (hidden_fields(fields))
                (button)
            }
        }
    }

    /// As [`Draw::act`], for a command that names the turn on the screen.
    pub(super) fn act_on_turn(&self, fields: &[(&str, &str)], button: &Markup) -> Markup {
        html! {
            form class="act" method="post" action=(self.href("/do")) data-act {
                (hidden_fields(fields))
                input type="hidden" name="turn" value=(self.scene.turn) data-turn;
                (button)
            }
        }
    }
}

fn hidden_fields(fields: &[(&str, &str)]) -> Markup {
    html! {
        @for (name, value) in fields {
            input type="hidden" name=(name) value=(value);
        }
    }
}

/// Whether a `data-show` holds: alternatives between `|`, all of the names between `+`, each a
/// flag, or a screen after `@`, or either denied by `!`. (`shows.js` reads the same.)
pub(super) fn shows(show: &str, screen: Screen, is: &dyn Fn(&str) -> bool) -> bool {
    let holds = |name: &str| {
        let (denied, name) = match name.strip_prefix('!') {
            Some(name) => (true, name),
            None => (false, name),
        };
        let holds = match name.strip_prefix('@') {
            Some(name) => name == screen.key(),
            None => is(name),
        };
        holds != denied
    };
    show.split('|').any(|all| all.split('+').all(holds))
}

/// What became of a form's command when it was not kept, or not yet.
pub(super) fn outcome(rw: &RoomWords) -> Markup {
    html! {
        p class="bad" role="alert" data-bad hidden {}
        p class="sm" role="status" data-waits hidden { (rw.waits) }
    }
}

/// A symbol of the small size.
pub(super) fn icon_small(symbol: &str) -> Markup {
    html! {
        svg class="i i-s" aria-hidden="true" focusable="false" {
            use href={ (assets::href("icons.svg")) "#" (symbol) } {}
        }
    }
}

/// A seat sign of the small size.
pub(super) fn sign_small(sign: Sign) -> Markup {
    html! { span class={ "av av-s " (sign.colour_class()) } { (icon(sign.icon())) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_reads_alternatives_conditions_and_denials() {
        let is = |flag: &str| flag == "live";
        let at = |show| shows(show, Screen::Circle, &is);
        assert!(at("@circle"));
        assert!(at("@circle+live"));
        assert!(at("@plan|live"));
        assert!(at("!ended"));
        assert!(!at("@circle+!live"));
        assert!(!at("@plan"));
    }

    #[test]
    fn a_sheet_is_named_by_its_query() {
        assert_eq!(Sheet::from_query("private"), Some(Sheet::Private));
        assert_eq!(Sheet::from_query("seat-12"), Some(Sheet::Seat(12)));
        assert_eq!(Sheet::from_query("seat-x"), None);
    }
}
