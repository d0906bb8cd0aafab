//! The names of a group's fields.

/// The names of a group's fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Name,
    About,
    Lang,
    Attendance,
    /// The rule: on which days.
    Days,
    Start,
    Duration,
    Zone,
    Place,
    Address,
    PlaceNotes,
    Region,
    Point,
    Approximate,
    Fellowship,
    Types,
    CallUrl,
    CallNotes,
    CallPhone,
    CallPhoneNotes,
    GroupName,
    Website,
    Venmo,
    Square,
    Paypal,
}

impl Field {
    /// In the order of the form.
    pub const ALL: [Self; 25] = [
        Self::Name,
        Self::About,
        Self::Lang,
        Self::Attendance,
        Self::Days,
        Self::Start,
        Self::Duration,
        Self::Zone,
        Self::Place,
        Self::Address,
        Self::PlaceNotes,
        Self::Region,
        Self::Point,
        Self::Approximate,
        Self::Fellowship,
        Self::Types,
        Self::CallUrl,
        Self::CallNotes,
        Self::CallPhone,
        Self::CallPhoneNotes,
        Self::GroupName,
        Self::Website,
        Self::Venmo,
        Self::Square,
        Self::Paypal,
    ];

    /// As it is stored, and as the form names it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::About => "about",
            Self::Lang => "lang",
            Self::Attendance => "attendance",
            Self::Days => "days",
            Self::Start => "start",
            Self::Duration => "duration",
            Self::Zone => "zone",
            Self::Place => "place",
            Self::Address => "address",
            Self::PlaceNotes => "place_notes",
            Self::Region => "region",
            Self::Point => "point",
            Self::Approximate => "approximate",
            Self::Fellowship => "fellowship",
            Self::Types => "types",
            Self::CallUrl => "call_url",
            Self::CallNotes => "call_notes",
            Self::CallPhone => "call_phone",
            Self::CallPhoneNotes => "call_phone_notes",
            Self::GroupName => "group_name",
            Self::Website => "website",
            Self::Venmo => "venmo",
            Self::Square => "square",
            Self::Paypal => "paypal",
        }
    }

    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }
}
