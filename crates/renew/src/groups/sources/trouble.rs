//! What can go wrong when a source is asked, in plain words.

use calendar::Language;
use calendar::meeting_guide::Refusal;
use serde::{Deserialize, Serialize};

use super::words::TroubleWords;
use crate::groups::view;
use crate::site::lang::{Lang, fill};

/// Why a source gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::groups) enum Trouble {
    /// Not even an address that can be asked.
    NotAnAddress,
    /// Without encryption, itself or where it leads.
    NotSecure,
    NoSuchHost,
    /// It leads into the machine's own network.
    OwnNetwork,
    Unreachable,
    /// The encrypted connection can't be made: mostly a certificate that has run out.
    NotTrusted,
    TooSlow,
    TooManyRedirects,
    /// The server answers with this number and no list.
    Status(u16),
    TooLarge,
    /// The answer broke off.
    CutShort,
    /// What came isn't a feed.
    Refused(Refusal),
    /// A feed in which there is no meeting that can be read.
    NoMeetings,
}

impl Trouble {
    pub(in crate::groups) fn sentence(self, lang: Lang) -> String {
        let w = TroubleWords::of(lang);
        match self {
            Self::NotAnAddress => w.not_an_address.to_owned(),
            Self::NotSecure => w.not_secure.to_owned(),
            Self::NoSuchHost => w.no_such_host.to_owned(),
            Self::OwnNetwork => w.own_network.to_owned(),
            Self::Unreachable => w.unreachable.to_owned(),
            Self::NotTrusted => w.not_trusted.to_owned(),
            Self::TooSlow => w.too_slow.to_owned(),
            Self::TooManyRedirects => w.too_many_redirects.to_owned(),
            Self::Status(status) => {
                let text = match status {
                    404 | 410 => w.status_missing,
                    401 | 403 => w.status_closed,
                    429 => w.status_too_often,
                    500.. => w.status_server,
                    _ => w.status_other,
                };
                fill(text, &[("n", &status.to_string())])
            }
            Self::TooLarge => {
                let megabytes_max = crate::groups::bring::BYTES_MAX / (1024 * 1024);
                refusal(lang, &Refusal::TooLarge { megabytes_max })
            }
            Self::CutShort => w.cut_short.to_owned(),
            Self::Refused(why) => refusal(lang, &why),
            Self::NoMeetings => w.no_meetings.to_owned(),
        }
    }

    pub(in crate::groups) fn told(self) -> Told {
        Told {
            english: self.sentence(Lang::En),
            spanish: self.sentence(Lang::Es),
        }
    }
}

/// The sentences about files say what to do with a file in one's hands; of a web page, a source's
/// own words are clearer.
fn refusal(lang: Lang, why: &Refusal) -> String {
    let language: Language = view::language(lang);
    match why {
        Refusal::WebPage => TroubleWords::of(lang).web_page.to_owned(),
        Refusal::Empty => TroubleWords::of(lang).empty.to_owned(),
        other => other.sentence(language),
    }
}

/// A sentence as it was told, in both languages: what it was about is gone by the time it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::groups) struct Told {
    pub(in crate::groups) english: String,
    pub(in crate::groups) spanish: String,
}

impl Told {
    pub(in crate::groups) fn in_language(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.english,
            Lang::Es => &self.spanish,
        }
    }
}
