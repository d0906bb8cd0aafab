//! What a person chose for this device: language, light or dark, less motion, by whose clock times
//! are told, and in which country they are. Cookies that say nothing about the person, so that they hold before anybody signs
//! in.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use calendar::Zone;

use super::country::Country;
use super::lang::Lang;
use super::origin::cookie;
use super::visitor::{Theme, Visitor};

/// `en` or `es`.
pub const LANG_COOKIE: &str = "renew-lang";
/// `light` or `dark`; absent when the device decides.
pub const THEME_COOKIE: &str = "renew-theme";
/// `less`, or absent.
pub const MOTION_COOKIE: &str = "renew-motion";

/// The name of a time zone, such as `Europe/Madrid`.
pub const ZONE_COOKIE: &str = "renew-zone";
/// The key of a country, whose crisis lines are shown.
pub const COUNTRY_COOKIE: &str = "renew-country";

/// A year: a choice of language should outlast a pause, and no choice needs to be for ever.
const CHOICE_SECONDS: u32 = 365 * 24 * 60 * 60;

/// The choices that a request's cookies carry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Only what was chosen: a browser's preference is no choice.
    pub lang: Option<Lang>,
    pub theme: Theme,
    pub less_motion: bool,
    pub zone: Option<Zone>,
    pub country: Option<Country>,
}

impl Choices {
    /// Reads the cookies. What isn't one of our values counts as not chosen.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Self {
        Self {
            lang: cookie(headers, LANG_COOKIE).and_then(Lang::from_tag),
            theme: match cookie(headers, THEME_COOKIE) {
                Some("light") => Theme::Light,
                Some("dark") => Theme::Dark,
                _ => Theme::Device,
            },
            less_motion: cookie(headers, MOTION_COOKIE) == Some("less"),
            zone: cookie(headers, ZONE_COOKIE).and_then(Zone::named),
            country: cookie(headers, COUNTRY_COOKIE).and_then(Country::from_key),
        }
    }
}

/// Puts the device's choices into the request's [`Visitor`], making one for anybody whom nothing
/// before has recognised.
pub fn read(request: &mut Request) {
    let choices = Choices::of(request.headers());
    if let Some(visitor) = request.extensions_mut().get_mut::<Visitor>() {
        visitor.less_motion = choices.less_motion;
        visitor.zone = choices.zone;
        visitor.country = choices.country;
    } else {
        let visitor = unknown_visitor(request, choices);
        request.extensions_mut().insert(visitor);
    }
}

fn unknown_visitor(request: &Request, choices: Choices) -> Visitor {
    let preferred = || {
        let header = request.headers().get(header::ACCEPT_LANGUAGE)?;
        Lang::from_accept_language(header.to_str().ok()?)
    };
    Visitor {
        lang: choices.lang.or_else(preferred).unwrap_or_default(),
        theme: choices.theme,
        less_motion: choices.less_motion,
        zone: choices.zone,
        country: choices.country,
        who: None,
        path: request
            .uri()
            .path_and_query()
            .map(ToString::to_string)
            .unwrap_or_default(),
    }
}

/// A `Set-Cookie` that keeps `value` for a year, or forgets the cookie when there is none.
/// Lax, so that a link from a message opens in the chosen language.
#[must_use]
pub fn keep(name: &str, value: Option<&str>, secure: bool) -> Option<HeaderValue> {
    let age = if value.is_some() { CHOICE_SECONDS } else { 0 };
    let secure = if secure { "; Secure" } else { "" };
    let line = format!(
        "{name}={}; Path=/; Max-Age={age}; SameSite=Lax; HttpOnly{secure}",
        value.unwrap_or_default()
    );
    HeaderValue::from_str(&line).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn with(line: &str) -> Choices {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, line.parse().unwrap());
        Choices::of(&headers)
    }

    #[test]
    fn only_our_own_values_count() {
        let all = with(
            "renew-lang=es; renew-theme=dark; renew-motion=less; renew-zone=europe/madrid; \
                  renew-country=es",
        );
        assert_eq!(all.lang, Some(Lang::Es));
        assert_eq!(all.country, Some(Country::Spain));
        assert_eq!(all.theme, Theme::Dark);
        assert!(all.less_motion);
        assert_eq!(
            all.zone.map(|zone| zone.name().to_owned()).as_deref(),
            Some("Europe/Madrid")
        );
        assert_eq!(
            with(
                "renew-lang=xx; renew-theme=<b>; renew-motion=1; renew-zone=Nowhere/Land; \
                  renew-country=xx"
            ),
            Choices::default()
        );
    }

    #[test]
    fn a_choice_is_kept_and_forgotten() {
        let kept = keep(LANG_COOKIE, Some("es"), true).unwrap();
        assert!(kept.to_str().unwrap().starts_with("renew-lang=es; "));
        assert!(kept.to_str().unwrap().ends_with("; Secure"));
        let gone = keep(THEME_COOKIE, None, false).unwrap();
        assert!(gone.to_str().unwrap().contains("Max-Age=0"));
    }
}
