//! An activity as one person sees it: the questions that its panel is made of.

use circle::PersonId;
use circle::activity::{ActivityView, MyActivity, Part, SlipView, Slot};
use maud::{Markup, html};

use super::words::ActivityWords;
use crate::sessions::picture::Picture;
use crate::sessions::wire::{LineText, PhaseText};
use crate::sessions::words::RoomWords;
use crate::site::lang::Lang;
use crate::site::sign::Sign;

pub(super) struct Seen<'a> {
    pub(super) lang: Lang,
    pub(super) w: &'static ActivityWords,
    pub(super) picture: &'a Picture,
    pub(super) now: &'a ActivityView,
}

impl<'a> Seen<'a> {
    /// The activity under way, if there is one.
    pub(super) fn of(lang: Lang, picture: &'a Picture) -> Option<Self> {
        let now = picture.view.activity.as_ref()?;
        let w = ActivityWords::of(lang);
        Some(Self {
            lang,
            w,
            picture,
            now,
        })
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
        form(self.picture, id, fields, content)
    }

    /// A command of this activity that is one button.
    pub(super) fn tap(&self, act: &str, more: &[(&str, String)], button: &Markup) -> Markup {
        let mut fields = vec![
            ("do", act.to_owned()),
            ("activity", self.now.activity.to_string()),
        ];
        fields.extend(more.iter().cloned());
        let id = match more {
            [("slip", slip), ..] => format!("tap-{act}-{slip}"),
            _ => format!("tap-{act}"),
        };
        form(self.picture, &id, &fields, button)
    }
}

/// As [`Seen::form`], also when there is no activity.
pub(in super::super) fn form(
    picture: &Picture,
    id: &str,
    fields: &[(&str, String)],
    content: &Markup,
) -> Markup {
    let action = format!("/sessions/{}/do", picture.session.id);
    html! {
        form class="act" id=(id) method="post" action=(action) data-act {
            @for (name, value) in fields {
                input type="hidden" name=(name) value=(value);
            }
            (content)
        }
    }
}
