//! The sign on a person's seat: a picture and its colour, instead of a photograph.

/// The eight signs a person may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sign {
    #[default]
    Bird,
    Boat,
    Fire,
    Hills,
    Anchor,
    Lotus,
    Tree,
    Sun,
}

impl Sign {
    pub const ALL: [Self; 8] = [
        Self::Bird,
        Self::Boat,
        Self::Fire,
        Self::Hills,
        Self::Anchor,
        Self::Lotus,
        Self::Tree,
        Self::Sun,
    ];

    /// As it is stored and sent.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Bird => "bird",
            Self::Boat => "boat",
            Self::Fire => "fire",
            Self::Hills => "hills",
            Self::Anchor => "anchor",
            Self::Lotus => "lotus",
            Self::Tree => "tree",
            Self::Sun => "sun",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.key() == key)
    }

    /// Its symbol in `icons.svg`.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            Self::Bird => "bird-fill",
            Self::Boat => "sailboat-fill",
            Self::Fire => "campfire-fill",
            Self::Hills => "mountains-fill",
            Self::Anchor => "anchor-fill",
            Self::Lotus => "flower-lotus-fill",
            Self::Tree => "tree-evergreen-fill",
            Self::Sun => "sun-horizon-fill",
        }
    }

    /// The class of its colour (`av-moss` and so on).
    #[must_use]
    pub fn colour_class(self) -> &'static str {
        match self {
            Self::Bird => "av-moss",
            Self::Boat => "av-heather",
            Self::Fire => "av-clay",
            Self::Hills => "av-stone",
            Self::Anchor => "av-sky",
            Self::Lotus => "av-rose",
            Self::Tree => "av-teal",
            Self::Sun => "av-honey",
        }
    }
}
