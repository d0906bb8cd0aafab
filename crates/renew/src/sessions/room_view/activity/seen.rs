//! An activity as one person sees it: the questions that its panel is made of.

use circle::PersonId;
use circle::activity::{ActivityView, MyActivity, Part, SlipView, Slot};
use maud::{Markup, html};

use super::words::ActivityWords;
use super::writing::Field;
use crate::sessions::picture::Picture;
use crate::sessions::room_view::typed::{Place, Typed};
use crate::sessions::wire::{LineText, PhaseText};
use crate::sessions::words::RoomWords;
use crate::site::lang::Lang;
use crate::site::sign::Sign;

/// What a page without scripts has beside its picture.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain<'a> {
    /// What a form held that was refused.
    pub typed: Option<&'a Typed>,
    /// Whether it is the page of who leads, to which its forms lead back.
    pub is_run: bool,
}

/// What every panel is drawn from.
#[derive(Clone, Copy)]
pub(in super::super) struct Ground<'a> {
    pub(in super::super) lang: Lang,
    pub(in super::super) picture: &'a Picture,
    pub(in super::super) plain: Plain<'a>,
}

pub(super) struct Seen<'a> {
    pub(super) ground: Ground<'a>,
    pub(super) lang: Lang,
    pub(super) w: &'static ActivityWords,
    pub(super) picture: &'a Picture,
    pub(super) now: &'a ActivityView,
    /// The places in which this person may write now.
    pub(super) fields: Vec<Field>,
}

impl<'a> Seen<'a> {
    /// The activity under way, if there is one.
    pub(super) fn of(ground: Ground<'a>) -> Option<Self> {
        let Ground { lang, picture, .. } = ground;
        let mut seen = Self {
            ground,
            lang,
            w: ActivityWords::of(lang),
            picture,
            now: picture.view.activity.as_ref()?,
            fields: Vec::new(),
        };
        if seen.agreed() {
            seen.fields = super::fields(&seen);
        }
        Some(seen)
    }

    pub(super) fn me(&self) -> PersonId {
        self.picture.view.me
    }

    pub(super) fn is_owner(&self) -> bool {
        self.now.owner == Some(self.me())
    }

    pub(super) fn leads(&self) -> bool {
        self.picture.view.leads
    }

    pub(super) fn agreed(&self) -> bool {
        let mut seats = self.picture.view.seats.iter();
        seats.any(|seat| seat.who == self.me() && seat.agreed)
    }

    pub(super) fn mine(&self) -> MyActivity {
        self.picture.view.mine.activity.clone().unwrap_or_default()
    }

    pub(super) fn name(&self, who: PersonId) -> String {
        let face = self.picture.people.get(&who.0);
        let someone = || RoomWords::of(self.lang).someone.to_owned();
        face.map_or_else(someone, |face| face.name.clone())
    }

    pub(super) fn sign(&self, who: PersonId) -> Sign {
        let face = self.picture.people.get(&who.0);
        face.map(|face| face.sign).unwrap_or_default()
    }

    pub(super) fn owner_name(&self) -> String {
        self.now.owner.map(|who| self.name(who)).unwrap_or_default()
    }

    pub(super) fn phase(&self) -> Option<&PhaseText> {
        self.picture.phase()
    }

    /// What the owner wrote there, if this person may read it.
    pub(super) fn line(&self, part: Part, nth: u8) -> Option<&LineText> {
        let mut lines = self.picture.sheet.lines.iter();
        lines.find(|line| (line.part, line.nth) == (part, nth))
    }

    pub(super) fn lines(&self, part: Part) -> impl Iterator<Item = &LineText> {
        let lines = self.picture.sheet.lines.iter();
        lines.filter(move |line| line.part == part)
    }

    /// What was typed there and refused.
    pub(super) fn typed(&self, slot: Slot) -> Option<&'a Place> {
        self.ground.plain.typed?.place(self.now.activity, slot)
    }

    /// What I wrote there alone, and whether my name is to stand there.
    pub(super) fn written(&self, slot: Slot) -> Option<(&str, bool)> {
        let mine = self.picture.view.mine.activity.as_ref()?;
        let one = mine.written.iter().find(|one| one.slot == slot)?;
        let mut texts = self.picture.sheet.written.iter();
        let text = texts.find(|text| text.slot == slot);
        Some((text.map_or("", |text| text.text.as_str()), one.named))
    }

    /// The slips of a part that have words, or are marks.
    pub(super) fn slips(&self, part: Part) -> impl Iterator<Item = (&SlipView, &str)> {
        let mine = self.picture.view.mine.activity.iter();
        let slips = self
            .now
            .slips
            .iter()
            .chain(mine.flat_map(|mine| &mine.slips));
        slips
            .filter(move |slip| slip.slot.part == part)
            .filter_map(move |slip| {
                let text = self.slip_text(slip.slip);
                (part.is_mark() || !text.is_empty()).then_some((slip, text))
            })
    }

    fn slip_text(&self, slip: u64) -> &str {
        let mut slips = self.picture.sheet.slips.iter();
        let found = slips.find(|one| one.slip == slip);
        found.map_or("", |one| one.text.as_str())
    }

    /// A form of the room with these fields; `id` names it, so that what has the focus in it keeps
    /// it when the panel is drawn anew.
    pub(super) fn form(&self, id: &str, fields: &[(&str, String)], content: &Markup) -> Markup {
        self.ground.form(id, fields, content)
    }

    /// The button that matters most in the panel. One button of a view is filled, and on the page of
    /// who leads it is the one that goes on to the next part.
    pub(super) fn main_button(&self) -> &'static str {
        if self.leads() { "btn btn-soft" } else { "btn" }
    }

    /// The form in which this person writes.
    pub(super) fn sheet_id(&self) -> String {
        format!("sheet-{}", self.now.activity)
    }

    /// A command of this activity that is one button. While there is something to write, the button
    /// belongs to that form: what was typed goes along, and nothing is lost by going on.
    pub(super) fn tap(
        &self,
        act: &str,
        more: &[(&str, String)],
        class: &str,
        text: &str,
    ) -> Markup {
        let id = match more {
            [("slip", slip), ..] => format!("tap-{act}-{slip}"),
            _ => format!("tap-{act}"),
        };
        if !self.fields.is_empty() {
            return then(&id, &self.sheet_id(), (act, more), class, text);
        }
        let mut fields = vec![
            ("do", act.to_owned()),
            ("activity", self.now.activity.to_string()),
        ];
        fields.extend(more.iter().cloned());
        let button = html! { button class=(class) type="submit" { (text) } };
        self.form(&id, &fields, &button)
    }
}

/// A button that keeps what stands in a form, and then does something.
pub(super) fn then(
    id: &str,
    form: &str,
    (act, more): (&str, &[(&str, String)]),
    class: &str,
    text: &str,
) -> Markup {
    let more = more.iter().map(|(name, value)| format!("&{name}={value}"));
    let value = more.fold(act.to_owned(), |all, one| all + &one);
    html! {
        button class=(class) id=(id) type="submit" form=(form) name="then" value=(value) { (text) }
    }
}

impl Ground<'_> {
    /// As [`Seen::form`], also when there is no activity.
    pub(in super::super) fn form(
        &self,
        id: &str,
        fields: &[(&str, String)],
        content: &Markup,
    ) -> Markup {
        let from = if self.plain.is_run { "?from=run" } else { "" };
        let action = format!("/sessions/{}/do{from}", self.picture.session.id);
        html! {
            form class="act" id=(id) method="post" action=(action) data-act {
                @for (name, value) in fields {
                    input type="hidden" name=(name) value=(value);
                }
                (content)
            }
        }
    }
}
