//! What fits through a person's network: voices always, then as many cameras as there is room for.

use std::time::{Duration, Instant};

use super::VIDEO_SLOTS;
use super::see::Layer;

/// What a picture takes at least, small and large, of a face that hardly moves. The page's own limits
/// (120 and 500 kbit/s) are what it takes at most; but an estimate is never much above what was sent,
/// so that a still face would be taken for a narrow network.
pub(crate) const SMALL_KBPS: u64 = 64;
const LARGE_KBPS: u64 = 300;
/// What one picture takes at most, for the congestion control to look for.
const SMALL_KBPS_MAX: u64 = 140;
const LARGE_KBPS_MAX: u64 = 560;
/// Room has to be there for so long before more is sent: estimates swing for a second or two.
const STEADY_FOR: Duration = Duration::from_secs(3);
/// What is believed of a network of which nothing is known yet: some small pictures.
pub(crate) const FIRST_GUESS_KBPS: u64 = 300;

/// What one network carries, as far as is believed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    believed_kbps: u64,
    /// More than is believed, since then.
    more: Option<(Instant, u64)>,
}

impl Default for Fit {
    fn default() -> Self {
        Self {
            believed_kbps: FIRST_GUESS_KBPS,
            more: None,
        }
    }
}

/// Which picture goes into each slot, of as many cameras as there are.
pub(crate) type Layers = [Option<Layer>; VIDEO_SLOTS];

impl Fit {
    /// A new estimate. Less is believed at once, more once it has lasted.
    pub(crate) fn estimate(&mut self, now: Instant, kbps: u64) {
        if kbps <= self.believed_kbps {
            self.believed_kbps = kbps;
            self.more = None;
            return;
        }
        let (since, least) = self.more.unwrap_or((now, kbps));
        let least = least.min(kbps);
        if now.saturating_duration_since(since) >= STEADY_FOR {
            self.believed_kbps = least;
            self.more = None;
        } else {
            self.more = Some((since, least));
        }
    }

    /// Forgets since when there has been more room: what comes now is of another time.
    pub(crate) fn begin_anew(&mut self) {
        self.more = None;
    }

    /// What is believed, in kbit/s.
    pub(crate) fn believed_kbps(&self) -> u64 {
        self.believed_kbps
    }

    /// The pictures for so many cameras, the most important first: each small, in their order; then
    /// larger, in their order, if `larger` says so.
    pub(crate) fn layers(&self, cameras: usize, larger: usize) -> Layers {
        // Voices are not counted in an estimate, nor held back by one: it is of pictures alone.
        let mut left = self.believed_kbps;
        let mut layers = [None; VIDEO_SLOTS];
        for layer in layers.iter_mut().take(cameras) {
            if left < SMALL_KBPS {
                return layers;
            }
            left -= SMALL_KBPS;
            *layer = Some(Layer::Small);
        }
        for layer in layers.iter_mut().take(cameras.min(larger)) {
            if left < LARGE_KBPS - SMALL_KBPS {
                return layers;
            }
            left -= LARGE_KBPS - SMALL_KBPS;
            *layer = Some(Layer::Large);
        }
        layers
    }

    /// Whether as much fits as before, for whatever there is to see.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        (0..=VIDEO_SLOTS).all(|cameras| self.layers(cameras, 1) == other.layers(cameras, 1))
    }

    /// What would be sent if the network carried everything, in kbit/s.
    pub(crate) fn wanted_kbps(cameras: usize, larger: usize) -> u64 {
        let larger = cameras.min(larger) as u64;
        (cameras as u64 - larger) * SMALL_KBPS_MAX + larger * LARGE_KBPS_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::start;
    use super::*;

    fn of(kbps: u64) -> Fit {
        Fit {
            believed_kbps: kbps,
            more: None,
        }
    }

    #[test]
    fn voices_come_first_and_the_first_picture_goes_last() {
        assert_eq!(of(SMALL_KBPS - 1).layers(4, 1), [None; 4]);
        assert_eq!(
            of(SMALL_KBPS).layers(4, 1),
            [Some(Layer::Small), None, None, None]
        );
        let all_small = of(4 * SMALL_KBPS).layers(4, 1);
        assert_eq!(all_small, [Some(Layer::Small); 4]);
        let one_large = of(5_000).layers(3, 1);
        assert_eq!(
            one_large,
            [
                Some(Layer::Large),
                Some(Layer::Small),
                Some(Layer::Small),
                None
            ]
        );
        assert_eq!(of(5_000).layers(0, 1), [None; 4]);
        assert_eq!(Fit::wanted_kbps(3, 1), LARGE_KBPS_MAX + 2 * SMALL_KBPS_MAX);
    }

    #[test]
    fn less_is_believed_at_once_and_more_when_it_lasts() {
        let start = start();
        let mut fit = of(1_000);
        fit.estimate(start, 90);
        assert_eq!(fit.believed_kbps, 90);
        fit.estimate(start, 2_000);
        fit.estimate(start + Duration::from_secs(1), 800);
        assert_eq!(fit.believed_kbps, 90);
        fit.estimate(start + STEADY_FOR, 2_000);
        assert_eq!(
            fit.believed_kbps, 800,
            "the least of the time that it lasted"
        );
        fit.estimate(start + STEADY_FOR, 2_000);
        fit.estimate(start + STEADY_FOR, 100);
        fit.estimate(start + STEADY_FOR, 2_000);
        assert_eq!(fit.believed_kbps, 100, "it begins anew");
    }
}
