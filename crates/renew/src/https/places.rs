//! Places for those who come: so many in all, and so many from one network, so that nobody keeps
//! everybody else away.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Who is here, by the network that they come from.
#[derive(Clone, Debug)]
pub struct Places(Arc<Taken>);

#[derive(Debug)]
struct Taken {
    max: u32,
    per_network_max: u32,
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    all: u32,
    /// Never more than places are taken: a network with none has no entry.
    by_network: HashMap<IpAddr, u32>,
}

/// One's place, until it goes.
#[derive(Debug)]
pub(super) struct Place {
    taken: Arc<Taken>,
    network: IpAddr,
}

impl Places {
    pub(super) fn new(max: u32, per_network_max: u32) -> Self {
        Self(Arc::new(Taken {
            max,
            per_network_max,
            counts: Mutex::default(),
        }))
    }

    /// A place for one more from this address; none when there are too many. From this machine
    /// itself come the web server in front, and with it everybody: only the whole is counted then.
    pub(super) fn take(&self, address: IpAddr) -> Option<Place> {
        let address = address.to_canonical();
        let network = network(address);
        let mut counts = self.0.counts();
        let from_here = counts.by_network.get(&network).copied().unwrap_or(0);
        let is_crowded = from_here >= self.0.per_network_max && !address.is_loopback();
        if counts.all >= self.0.max || is_crowded {
            return None;
        }
        counts.all += 1;
        counts.by_network.insert(network, from_here + 1);
        drop(counts);
        Some(Place {
            taken: Arc::clone(&self.0),
            network,
        })
    }

    /// How many places are taken.
    #[cfg(test)]
    pub(super) fn taken(&self) -> u32 {
        self.0.counts().all
    }
}

impl Taken {
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.taken.counts();
        counts.all = counts.all.saturating_sub(1);
        match counts.by_network.get_mut(&self.network) {
            Some(count) if *count > 1 => *count -= 1,
            _ => {
                counts.by_network.remove(&self.network);
            }
        }
    }
}

/// One address (IPv4), or a /48 of IPv6: the most that one customer is given without asking for more
/// (RFC 6177). Where a provider gives each a smaller part of one, as many share it as share an address
/// of IPv4 behind such a provider.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let mut octets = address.octets();
            octets[6..].fill(0);
            Ipv6Addr::from(octets).into()
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const MAX: u32 = 12;
    const PER_NETWORK_MAX: u32 = 4;

    fn take(places: &Places, address: &str) -> Option<Place> {
        places.take(address.parse().unwrap())
    }

    #[test]
    fn one_network_takes_no_more_than_its_share_and_gets_its_places_back() {
        let places = Places::new(MAX, PER_NETWORK_MAX);
        let mut taken: Vec<_> = (0..PER_NETWORK_MAX)
            .map(|i| take(&places, &format!("2001:db8:0:{i:x}::1")).unwrap())
            .collect();
        assert!(take(&places, "2001:db8:0:ffff::1").is_none());
        assert!(take(&places, "2001:db8:1::1").is_some());
        taken.pop();
        let again = take(&places, "2001:db8::1");
        assert!(again.is_some());
        drop((taken, again));
        let counts = places.0.counts();
        assert!(counts.all == 0 && counts.by_network.is_empty());
    }

    #[test]
    fn all_together_have_an_end() {
        let places = Places::new(MAX, PER_NETWORK_MAX);
        let taken: Vec<_> = (0..MAX)
            .map(|i| take(&places, &format!("192.0.2.{i}")).unwrap())
            .collect();
        assert!(take(&places, "198.51.100.1").is_none());
        drop(taken);
        assert!(take(&places, "198.51.100.1").is_some());
    }

    #[test]
    fn a_web_server_on_this_machine_brings_everybody() {
        for address in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            let places = Places::new(MAX, PER_NETWORK_MAX);
            let taken: Vec<_> = (0..MAX).map(|_| take(&places, address).unwrap()).collect();
            assert!(take(&places, address).is_none());
            drop(taken);
        }
    }
}
