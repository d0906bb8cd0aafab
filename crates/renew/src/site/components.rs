//! Pieces of markup that several slices use. A variant only sets a class.

use maud::{Markup, PreEscaped, Render, html};

use super::assets;
use super::form::Errors;
use super::lang::Lang;
use super::sign::Sign;
use super::words::SiteWords;

/// A symbol from `icons.svg`. Always beside words, so it is hidden from screen readers.
#[must_use]
pub fn icon(symbol: &'static str) -> Icon {
    Icon(symbol)
}

/// See [`icon`]. It is written straight into the page: a long list has a hundred of them.
#[derive(Clone, Copy, Debug)]
pub struct Icon(&'static str);

impl Render for Icon {
    fn render_to(&self, page: &mut String) {
        page.push_str(r#"<svg class="i" aria-hidden="true" focusable="false"><use href=""#);
        page.push_str(assets::ICONS);
        page.push('#');
        debug_assert!(
            self.0
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        );
        page.push_str(self.0);
        page.push_str(r#""></use></svg>"#);
    }
}

/// The tick of a chip: shown while it is chosen, so that colour is not the only sign of it.
#[must_use]
pub fn tick() -> Markup {
    html! {
        svg class="i i-s tick" aria-hidden="true" focusable="false" {
            use href={ (PreEscaped(assets::ICONS)) "#check-bold" } {}
        }
    }
}

/// The ring of seats with one left open, in the theme's own colours.
#[must_use]
pub fn brand_mark() -> Markup {
    // Eight seats on a circle of radius 11.6 about the middle of a 32-unit square.
    const OTHERS: [(&str, &str); 7] = [
        ("7.8", "24.2"),
        ("4.4", "16"),
        ("7.8", "7.8"),
        ("16", "4.4"),
        ("24.2", "7.8"),
        ("27.6", "16"),
        ("24.2", "24.2"),
    ];
    html! {
        svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false" {
            circle class="open" cx="16" cy="27.6" r="4" {}
            @for (x, y) in OTHERS { circle cx=(x) cy=(y) r="3" {} }
        }
    }
}

/// Rings that spread behind things. Decoration only; `class` says where they stand.
#[must_use]
pub fn motif(class: &str, size: u32) -> Markup {
    html! {
        svg class={ "motif " (class) } width=(size) height=(size) viewBox="0 0 200 200"
            aria-hidden="true" focusable="false" {
            @for ring in 2..=11_u32 { circle cx="100" cy="100" r=(ring * 9) {} }
        }
    }
}

/// An invitation where there is nothing yet: the ring, a title, a sentence, and one way on.
#[must_use]
pub fn empty(title: &str, text: &str, way_on: Option<(&str, &str)>) -> Markup {
    html! {
        div class="empty" {
            (brand_mark())
            h3 { (title) }
            p { (text) }
            @if let Some((href, label)) = way_on { a class="btn btn-soft" href=(href) { (label) } }
        }
    }
}

/// A person's seat sign. Written straight into the page, as an icon is.
#[must_use]
pub fn seat_sign(sign: Sign) -> SeatSign {
    SeatSign(sign)
}

/// See [`seat_sign`].
#[derive(Clone, Copy, Debug)]
pub struct SeatSign(Sign);

impl Render for SeatSign {
    fn render_to(&self, page: &mut String) {
        page.push_str(r#"<span class="av "#);
        page.push_str(self.0.colour_class());
        page.push_str(r#"">"#);
        icon(self.0.icon()).render_to(page);
        page.push_str("</span>");
    }
}

/// Who can see this: stands on every form and personal card.
#[must_use]
pub fn who(symbol: &'static str, text: &str) -> Markup {
    html! { p class="who" { (icon(symbol)) (text) } }
}

/// The summary above a form that could not be accepted. It takes focus and links to the fields.
#[must_use]
pub fn error_summary(lang: Lang, errors: &Errors) -> Markup {
    let w = SiteWords::of(lang);
    html! {
        @if !errors.is_empty() {
            section class="problem" aria-labelledby="problem-title" tabindex="-1" data-focus {
                div role="alert" {
                    h2 id="problem-title" { (w.there_is_a_problem) }
                    ul {
                        @for (field, sentence) in errors.iter() {
                            li { a href={ "#" (field) } { (sentence) } }
                        }
                    }
                }
            }
        }
    }
}

/// A labelled field: label, hint, then the error, then the input itself.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    pub lang: Lang,
    /// Name and id of the input.
    pub name: &'a str,
    pub label: &'a str,
    pub hint: Option<&'a str>,
    pub errors: &'a Errors,
}

impl Field<'_> {
    /// Wraps an input. `described_by` of the input is [`Field::described_by`].
    #[must_use]
    pub fn wrap(&self, input: &Markup) -> Markup {
        let w = SiteWords::of(self.lang);
        let error = self.errors.of(self.name);
        html! {
            div class={ "field" @if error.is_some() { " field-bad" } } {
                label class="label" for=(self.name) { (self.label) }
                @if let Some(hint) = self.hint {
                    span class="hint" id={ (self.name) "-hint" } { (hint) }
                }
                @if let Some(sentence) = error {
                    p class="bad" id={ (self.name) "-bad" } {
                        (icon("warning-circle"))
                        span { span class="vh" { (w.error_prefix) } (sentence) }
                    }
                }
                (input)
            }
        }
    }

    /// The ids of what describes the input, for `aria-describedby`.
    #[must_use]
    pub fn described_by(&self) -> Option<String> {
        let mut ids = Vec::new();
        if self.hint.is_some() {
            ids.push(format!("{}-hint", self.name));
        }
        if self.errors.of(self.name).is_some() {
            ids.push(format!("{}-bad", self.name));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    #[must_use]
    pub fn is_bad(&self) -> Option<&'static str> {
        self.errors.of(self.name).is_some().then_some("true")
    }

    /// The whole field with a one-line input.
    #[must_use]
    pub fn line(&self, value: &str, length_max: usize) -> Markup {
        self.wrap(&html! {
            input class="input" id=(self.name) name=(self.name) value=(value) autocomplete="off"
                maxlength=(length_max) aria-describedby=[self.described_by()]
                aria-invalid=[self.is_bad()];
        })
    }

    /// The whole field with a text area.
    #[must_use]
    pub fn text(&self, value: &str, length_max: usize, rows: u8) -> Markup {
        self.wrap(&html! {
            textarea class="input" id=(self.name) name=(self.name) rows=(rows)
                maxlength=(length_max) aria-describedby=[self.described_by()]
                aria-invalid=[self.is_bad()] { (value) }
        })
    }
}

/// A field with a list to choose one from.
#[must_use]
pub fn select<V: AsRef<str>>(field: &Field<'_>, options: &[(V, String)], chosen: &str) -> Markup {
    field.wrap(&html! {
        select class="select" id=(field.name) name=(field.name)
            aria-describedby=[field.described_by()] aria-invalid=[field.is_bad()] {
            @for (value, name) in options {
                option value=(value.as_ref()) selected[value.as_ref() == chosen] { (name) }
            }
        }
    })
}
