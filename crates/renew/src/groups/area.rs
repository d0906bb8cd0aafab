//! Where a group was when its form was filled. Its region and its point on the map tell where its
//! address is, so they don't outlive it: a way described to the old door leads people astray.

use serde::Deserialize;

use super::details::Details;
use super::differences::folded;
use super::field::Field;
use super::told;

/// What a form knows of the place that it was filled with, and what its writer says of it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct AreaFields {
    /// The address is another one, yet region and point still tell where it is.
    pub(super) same_area: Option<String>,
    pub(super) was_at: String,
    pub(super) was_region: String,
    pub(super) was_point: String,
}

impl AreaFields {
    pub(super) fn of(details: &Details) -> Self {
        Self {
            same_area: None,
            was_at: at(details),
            was_region: details.region.clone(),
            was_point: details.text(Field::Point),
        }
    }

    /// Whether there is anything that a new address would leave behind.
    pub(super) fn is_known(&self) -> bool {
        let has_area = !self.was_region.is_empty() || !self.was_point.is_empty();
        has_area && !self.was_at.is_empty()
    }

    /// Takes the old region and the old point away from what was typed, where the address is
    /// another one and nobody gave them anew. `was` is for a form that was put together by hand.
    pub(super) fn leave_behind(&self, was: &Details, typed: &mut Details) {
        let of_group = Self::of(was);
        let before = match self.is_known() {
            true => self,
            false => &of_group,
        };
        let is_elsewhere = before.is_known() && at(typed) != before.was_at;
        if !is_elsewhere || self.same_area.is_some() {
            return;
        }
        if typed.region == before.was_region {
            typed.region.clear();
        }
        if typed.text(Field::Point) == before.was_point {
            typed.point = None;
        }
    }
}

/// The address without case, spaces and signs, or the building where none is told: what is only
/// written otherwise is no other place, nor is one whose code goes to where members read it.
fn at(details: &Details) -> String {
    let address = folded(&told::address(&details.address));
    match address.is_empty() {
        true => folded(&told::place(&details.place)),
        false => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::meeting_guide::Point;

    fn elm() -> Details {
        Details {
            place: "Elm Street Hall".into(),
            address: "1 Elm Street".into(),
            region: "Ohio > Old Town".into(),
            point: Some(Point {
                latitude: 41.5,
                longitude: -81.5,
            }),
            ..Details::default()
        }
    }

    /// The region and the point that stay after something was typed.
    fn stays(same_area: bool, typed: &Details) -> (String, String) {
        let fields = AreaFields {
            same_area: same_area.then(|| "on".to_owned()),
            ..AreaFields::of(&elm())
        };
        let mut typed = typed.clone();
        fields.leave_behind(&elm(), &mut typed);
        (typed.region.clone(), typed.text(Field::Point))
    }

    #[test]
    fn region_and_point_go_with_the_address_unless_they_are_given_anew() {
        let oak = Details {
            address: "9 Oak Road".into(),
            ..elm()
        };
        let old = (
            "Ohio > Old Town".to_owned(),
            "41.50000,-81.50000".to_owned(),
        );
        assert_eq!(stays(false, &oak), (String::new(), String::new()));
        assert_eq!(stays(true, &oak), old);
        let anew = Details {
            region: "Ohio > Harbour".into(),
            ..oak
        };
        assert_eq!(
            stays(false, &anew),
            ("Ohio > Harbour".into(), String::new())
        );
        let corrected = Details {
            address: "1, ELM street.".into(),
            place: "The hall".into(),
            ..elm()
        };
        assert_eq!(stays(false, &corrected), old);
    }

    #[test]
    fn what_only_members_read_of_an_address_is_no_part_of_where_it_is() {
        let with_code = Details {
            address: "1 Elm Street, door code 4711".into(),
            ..elm()
        };
        let mut moved = Details {
            place_notes: "Door code 4711".into(),
            ..elm()
        };
        AreaFields::of(&with_code).leave_behind(&with_code, &mut moved);
        assert_eq!(moved.region, "Ohio > Old Town");
        assert_eq!(moved.point, elm().point);
    }

    #[test]
    fn a_second_tap_means_the_same_as_the_first() {
        let fields = AreaFields::of(&elm());
        let oak = Details {
            address: "9 Oak Road".into(),
            ..elm()
        };
        let (mut first, mut second) = (oak.clone(), oak);
        fields.leave_behind(&elm(), &mut first);
        fields.leave_behind(&first, &mut second);
        assert_eq!(first, second);
    }

    #[test]
    fn a_first_address_takes_nothing_away() {
        let online = Details {
            region: "Ohio".into(),
            ..Details::default()
        };
        let mut typed = Details {
            address: "9 Oak Road".into(),
            ..online.clone()
        };
        AreaFields::of(&online).leave_behind(&online, &mut typed);
        assert_eq!(typed.region, "Ohio");
    }
}
