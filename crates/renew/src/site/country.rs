//! Countries, as far as they decide whom people can call.

use super::lang::Lang;

/// A country whose crisis lines we know, or any other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Country {
    #[default]
    Elsewhere,
    Argentina,
    Australia,
    Canada,
    Ireland,
    Mexico,
    Spain,
    UnitedKingdom,
    UnitedStates,
}

impl Country {
    /// In the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Argentina,
        Self::Australia,
        Self::Canada,
        Self::Ireland,
        Self::Mexico,
        Self::Spain,
        Self::UnitedKingdom,
        Self::UnitedStates,
        Self::Elsewhere,
    ];

    /// As it is stored and sent: the code of ISO 3166 in small letters.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Argentina => "ar",
            Self::Australia => "au",
            Self::Canada => "ca",
            Self::Ireland => "ie",
            Self::Mexico => "mx",
            Self::Spain => "es",
            Self::UnitedKingdom => "gb",
            Self::UnitedStates => "us",
            Self::Elsewhere => "elsewhere",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|country| country.key() == key)
    }

    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        let (english, spanish) = match self {
            Self::Argentina => ("Argentina", "Argentina"),
            Self::Australia => ("Australia", "Australia"),
            Self::Canada => ("Canada", "Canadá"),
            Self::Ireland => ("Ireland", "Irlanda"),
            Self::Mexico => ("Mexico", "México"),
            Self::Spain => ("Spain", "España"),
            Self::UnitedKingdom => ("United Kingdom", "Reino Unido"),
            Self::UnitedStates => ("United States", "Estados Unidos"),
            Self::Elsewhere => ("Another country", "Otro país"),
        };
        match lang {
            Lang::En => english,
            Lang::Es => spanish,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_is_found_by_its_key() {
        for country in Country::ALL {
            assert_eq!(Country::from_key(country.key()), Some(country));
        }
        assert_eq!(Country::from_key("US"), None);
    }
}
