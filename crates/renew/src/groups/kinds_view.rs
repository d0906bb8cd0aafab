//! Markup of a group's fellowship, its kinds of meeting and its basket, in its form.

use maud::{Markup, html};

use super::basket::HANDLE_CHARS_MAX;
use super::form::GroupForm;
use super::form_view::{FormPage, Told, boxes_part, field};
use super::import_view::fellowships;
use super::kinds::box_name;
use super::view;
use super::words::{CareWords, ImportWords};
use crate::site::components::{Field, select};
use crate::site::form::Errors;
use crate::site::lang::Lang;

/// The fellowship, and its kinds of meeting once it is chosen.
pub(super) fn kinds_part(lang: Lang, page: &FormPage<'_>) -> Markup {
    let w = CareWords::of(lang);
    let (fields, errors) = (&page.form.kinds, page.errors);
    let chosen = fields.chosen();
    let whose = Field {
        hint: chosen.is_none().then_some(w.kinds_hint),
        ..field(lang, errors, "fellowship", ImportWords::of(lang).fellowship)
    };
    let is_open = page.told == Told::KeptKinds || whose.is_bad().is_some();
    let ticked = fields.kinds();
    html! {
        details id="kinds" open[is_open] {
            summary { (w.kinds) }
            div class="stack" {
                (select(&whose, &fellowships(), &fields.fellowship))
                @if let Some(chosen) = chosen {
                    input type="hidden" name="kinds_of" value=(chosen.code);
                    @let boxes = chosen.types().map(|kind| {
                        (box_name(kind), kind.name(view::language(lang)), ticked.contains(&kind))
                    });
                    (boxes_part(chosen.short_name, w.kinds_tick, None, "kinds-hint", boxes))
                }
            }
        }
    }
}

/// The kinds that are ticked, by name.
pub(super) fn kind_names(lang: Lang, form: &GroupForm) -> String {
    let kinds = form.kinds.kinds().into_iter();
    let names: Vec<&str> = kinds.map(|kind| kind.name(view::language(lang))).collect();
    names.join(", ")
}

/// Where the group collects.
pub(super) fn basket_part(lang: Lang, form: &GroupForm, errors: &Errors) -> Markup {
    let w = CareWords::of(lang);
    let handle = |name, label, hint| Field {
        hint: Some(hint),
        ..field(lang, errors, name, label)
    };
    let venmo = handle("venmo", w.venmo, w.venmo_hint);
    let square = handle("square", w.square, w.square_hint);
    let paypal = handle("paypal", w.paypal, w.paypal_hint);
    let is_open = [&venmo, &square, &paypal]
        .into_iter()
        .any(|field| field.is_bad().is_some());
    html! {
        details open[is_open] {
            summary { (w.basket) }
            div class="stack" {
                (venmo.line(&form.venmo, HANDLE_CHARS_MAX))
                (square.line(&form.square, HANDLE_CHARS_MAX))
                (paypal.line(&form.paypal, HANDLE_CHARS_MAX))
            }
        }
    }
}
