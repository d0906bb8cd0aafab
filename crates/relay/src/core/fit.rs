//! What fits through a person's network: voices always, then as many cameras as there is room for.

use std::time::{Duration, Instant};

use super::VIDEO_SLOTS;
use super::see::Layer;

/// What room there has to be for a picture at least, small and large: it takes that soon, however still
/// a face is now. The page's own limits (120 and 500 kbit/s) would be too much to ask, since an
/// estimate is never much above what was sent.
pub(crate) const SMALL_KBPS: u64 = 64;
pub(crate) const LARGE_KBPS: u64 = 300;
/// What one picture takes at most, for the congestion control to look for.
const SMALL_KBPS_MAX: u64 = 140;
const LARGE_KBPS_MAX: u64 = 560;
/// Room has to be there for so long before more is sent: estimates swing for a second or two.
const STEADY_FOR: Duration = Duration::from_secs(3);
/// So long a network of which much was lost is taken for as narrow as it was then, and longer if that
/// comes again: to find out costs the voices some seconds.
const LOSSY_FOR: Duration = Duration::from_secs(20);
const LOSSY_FOR_MAX: Duration = Duration::from_secs(160);
/// So long it may take until more goes again, and is found to be too much.
const FOUND_IN: Duration = Duration::from_secs(30);
/// What is believed of a network of which nothing is known yet: some small pictures.
pub(crate) const FIRST_GUESS_KBPS: u64 = 300;

/// What one network carries, as far as is believed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fit {
    believed_kbps: u64,
    /// More than is believed, since then.
    more: Option<(Instant, u64)>,
    /// What was estimated last. It holds until it is another.
    newest_kbps: Option<u64>,
    lossy: Option<Lossy>,
}

/// A network of which too much was lost: no more is sent, and nothing looked for, for a while.
#[derive(Clone, Copy, Debug)]
struct Lossy {
    until: Instant,
    lasts: Duration,
    at_most_kbps: u64,
    /// It is over, but if it comes again soon it lasts longer.
    is_over: bool,
}

impl Default for Fit {
    fn default() -> Self {
        Self {
            believed_kbps: FIRST_GUESS_KBPS,
            more: None,
            newest_kbps: None,
            lossy: None,
        }
    }
}

/// What a camera's pictures take, small and large, in kbit/s.
pub(crate) type Needs = [u64; 2];

/// Which picture goes into each slot, of as many cameras as there are.
pub(crate) type Layers = [Option<Layer>; VIDEO_SLOTS];

impl Fit {
    /// A new estimate. Less is believed at once, more once it has lasted.
    pub(crate) fn estimate(&mut self, now: Instant, kbps: u64) {
        self.newest_kbps = Some(kbps);
        let at_most = self.lossy.filter(|lossy| !lossy.is_over);
        let kbps = at_most.map_or(kbps, |lossy| kbps.min(lossy.at_most_kbps));
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

    /// Too much was lost of pictures that take `shown_kbps`, and the share `came` came through: one of
    /// them less, or as many as came, for a while. If there is no room left for the first, when to try
    /// again is not said here.
    pub(crate) fn lost(&mut self, now: Instant, (shown_kbps, first_kbps): (u64, u64), came: f32) {
        if shown_kbps == 0 {
            return;
        }
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a share of some thousand"
        )]
        let came_kbps = (shown_kbps as f32 * came.clamp(0.0, 1.0)) as u64;
        let at_most_kbps = shown_kbps.saturating_sub(1).min(came_kbps);
        self.believed_kbps = self.believed_kbps.min(at_most_kbps);
        self.more = None;
        let lasts = match self.lossy {
            // Nothing was tried in between: it is still the same.
            Some(before) if !before.is_over => before.lasts,
            Some(before) if now < before.until + before.lasts + FOUND_IN => {
                (before.lasts * 2).min(LOSSY_FOR_MAX)
            }
            _ => LOSSY_FOR,
        };
        self.lossy = (at_most_kbps >= first_kbps).then_some(Lossy {
            until: now + lasts,
            lasts,
            at_most_kbps,
            is_over: false,
        });
    }

    /// It is tried whether there is room again, whatever was too much before.
    pub(crate) fn tries(&mut self) {
        if let Some(lossy) = &mut self.lossy {
            lossy.is_over = true;
        }
    }

    /// Lets time pass. True if more is looked for again.
    pub(crate) fn pass(&mut self, now: Instant) -> bool {
        if let Some(kbps) = self.newest_kbps {
            self.estimate(now, kbps);
        }
        match &mut self.lossy {
            Some(lossy) if !lossy.is_over && now >= lossy.until => {
                lossy.is_over = true;
                true
            }
            _ => false,
        }
    }

    /// Whether more than what is shown is looked for.
    pub(crate) fn looks_for_more(&self) -> bool {
        self.lossy.is_none_or(|lossy| lossy.is_over)
    }

    /// What is believed of a network from which the same person comes again.
    pub(crate) fn again(self) -> Self {
        Self {
            believed_kbps: self.believed_kbps.min(FIRST_GUESS_KBPS),
            more: None,
            newest_kbps: None,
            // Whoever comes back may have left that network.
            lossy: None,
        }
    }

    /// Forgets since when there has been more room: what comes now is of another time.
    pub(crate) fn begin_anew(&mut self) {
        (self.more, self.newest_kbps) = (None, None);
    }

    /// What is believed, in kbit/s.
    pub(crate) fn believed_kbps(&self) -> u64 {
        self.believed_kbps
    }

    /// The pictures of these cameras, the most important first: each small, in their order; then so
    /// many of them larger, in their order.
    pub(crate) fn layers(&self, cameras: &[Needs], larger: usize) -> Layers {
        // Voices are not counted in an estimate, nor held back by one: it is of pictures alone.
        let mut left = self.believed_kbps;
        let mut layers = [None; VIDEO_SLOTS];
        for (layer, [small, _]) in layers.iter_mut().zip(cameras) {
            let Some(rest) = left.checked_sub(*small) else {
                return layers;
            };
            (left, *layer) = (rest, Some(Layer::Small));
        }
        for (layer, [small, large]) in layers.iter_mut().zip(cameras).take(larger) {
            let Some(rest) = left.checked_sub(large.saturating_sub(*small)) else {
                return layers;
            };
            (left, *layer) = (rest, Some(Layer::Large));
        }
        layers
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

    /// Faces that hardly move.
    const STILL: [Needs; 4] = [[SMALL_KBPS, LARGE_KBPS]; 4];

    fn of(kbps: u64) -> Fit {
        Fit {
            believed_kbps: kbps,
            ..Fit::default()
        }
    }

    #[test]
    fn voices_come_first_and_the_first_picture_goes_last() {
        assert_eq!(of(SMALL_KBPS - 1).layers(&STILL, 1), [None; 4]);
        assert_eq!(
            of(SMALL_KBPS).layers(&STILL, 1),
            [Some(Layer::Small), None, None, None]
        );
        let all_small = of(4 * SMALL_KBPS).layers(&STILL, 1);
        assert_eq!(all_small, [Some(Layer::Small); 4]);
        let one_large = of(5_000).layers(&STILL[..3], 1);
        assert_eq!(
            one_large,
            [
                Some(Layer::Large),
                Some(Layer::Small),
                Some(Layer::Small),
                None
            ]
        );
        assert_eq!(of(5_000).layers(&STILL[..0], 1), [None; 4]);
        let lively = [[120, 500], [70, 300], [SMALL_KBPS, LARGE_KBPS]];
        let two_small = [Some(Layer::Small), Some(Layer::Small), None, None];
        assert_eq!(of(120 + 70 + 63).layers(&lively, 1), two_small);
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
        // No other estimate comes, since nothing changes.
        fit.pass(start + STEADY_FOR * 2);
        assert_eq!(fit.believed_kbps, 2_000);
    }

    #[test]
    fn what_was_too_much_is_not_sent_again_at_once() {
        let start = start();
        let steady = |fit: &mut Fit, at: Instant, kbps: u64| {
            fit.estimate(at, kbps);
            fit.estimate(at + STEADY_FOR, kbps);
        };
        let (mut fit, mut now, mut lasted) = (of(500), start, Vec::new());
        for _ in 0..5 {
            // Of two small pictures much is lost, and the estimate sees no harm.
            steady(&mut fit, now, 170);
            assert_eq!(fit.layers(&STILL[..2], 0)[..2], [Some(Layer::Small); 2]);
            fit.lost(now, (2 * SMALL_KBPS, SMALL_KBPS), 0.8);
            steady(&mut fit, now, 170);
            assert_eq!(fit.layers(&STILL[..2], 0)[..2], [Some(Layer::Small), None]);
            let began = now;
            while !fit.pass(now) {
                assert!(!fit.looks_for_more());
                now += Duration::from_secs(1);
            }
            assert!(fit.looks_for_more() && !fit.pass(now));
            lasted.push((now - began).as_secs());
        }
        assert_eq!(lasted, [20, 40, 80, 160, 160]);
        let comes_again = |mut fit: Fit, now: Instant| {
            fit.lost(now, (2 * SMALL_KBPS, SMALL_KBPS), 0.8);
            !fit.pass(now + LOSSY_FOR)
        };
        now += LOSSY_FOR_MAX + FOUND_IN;
        assert!(comes_again(fit, now - Duration::from_secs(1)));
        fit.lost(now, (2 * SMALL_KBPS, SMALL_KBPS), 0.8);
        assert!(fit.pass(now + LOSSY_FOR), "it was long ago");
        // The one picture that there is, and is a lively one.
        let mut fit = of(500);
        fit.lost(now, (120, 120), 0.9);
        assert_eq!(fit.layers(&[[120, 500]], 0), [None; 4]);
        assert!(fit.looks_for_more());
        let mut fit = of(500);
        fit.lost(now, (SMALL_KBPS, SMALL_KBPS), 0.0);
        assert_eq!(fit.layers(&STILL[..2], 0), [None; 4]);
        assert!(fit.looks_for_more(), "that is tried in another way");
    }
}
