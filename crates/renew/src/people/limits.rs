//! Limits on guessing and on floods at the door: per account, per network, and per account from
//! one network.
//!
//! No stranger's guessing locks a person out. Networks that have guessed wrong at an account a few
//! times share its tries among themselves, one a minute; a network that hasn't never waits for
//! them, and a passkey never waits at all. What an attacker with ever new networks gets that way
//! is bounded by the hashing: two at once at 30 ms each (`proof`) are some 66 tries a second for
//! all names together, and 44 random bits outlast that by four thousand years on the average.
//! All of it lives in memory, in bounded tables. A network is a /24 (IPv4) or a /64 (IPv6), kept
//! only as a hash under a salt that changes every day.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use sha2::{Digest, Sha256};

use super::PeopleError;
use crate::App;
use crate::site::chance::Chance;
use crate::site::peer::Peer;

/// 64 bytes each, so a megabyte per table. When it is full, what was quiet for longest makes
/// room: an attacker with that many networks is beyond what a table can stop.
const ENTRIES_MAX: usize = 16_384;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// How a count of tries turns into a wait.
#[derive(Clone, Copy, Debug)]
struct Rule {
    /// Tries that cost nothing.
    free: u32,
    /// The first wait; each further try doubles it.
    first_seconds: u32,
    longest_seconds: u32,
    /// After so long without a try, all is forgotten.
    forget_ms: i64,
}

/// Somebody who mistypes their words a few times doesn't notice; a guesser does.
const ACCOUNT_FROM_NETWORK: Rule = Rule {
    free: 5,
    first_seconds: 15,
    longest_seconds: 15 * 60,
    forget_ms: 60 * 60 * 1000,
};
/// From all networks together that have guessed wrong [`GUESSES_MIN`] times. The longest wait is
/// short, since an owner who has mistyped that often meets it as well.
const ACCOUNT: Rule = Rule {
    free: 20,
    first_seconds: 5,
    longest_seconds: 60,
    forget_ms: DAY_MS,
};
/// Before this many wrong tries at an account, a network is no guesser, and waits for nobody
/// else's guessing: or a stranger could keep taking the account's one try a minute.
const GUESSES_MIN: u32 = 3;
/// A whole house may sign in through one network; thirty wrong tries an hour are no house.
const NETWORK: Rule = Rule {
    free: 30,
    first_seconds: 10,
    longest_seconds: 15 * 60,
    forget_ms: 60 * 60 * 1000,
};
/// A hall of newcomers joins through one network on one evening; more than that is a program.
const JOINING: Rule = Rule {
    free: 120,
    first_seconds: 30,
    longest_seconds: 15 * 60,
    forget_ms: 60 * 60 * 1000,
};
/// The first step of joining says whether a name is here. A hall of newcomers tries a few each;
/// more than that is a program that reads out a list of names.
const NAMES: Rule = Rule {
    free: 300,
    first_seconds: 10,
    longest_seconds: 15 * 60,
    forget_ms: 60 * 60 * 1000,
};
/// Questions to a passkey are written down until they are answered.
const CEREMONIES: Rule = Rule {
    free: 240,
    first_seconds: 10,
    longest_seconds: 10 * 60,
    forget_ms: 30 * 60 * 1000,
};

/// Short codes: those of a room's phones and screens, and those with which people come from a table.
/// A hall of people mistypes a few; more than that is a program that tries one after another.
const CODES: Rule = Rule {
    free: 20,
    first_seconds: 15,
    longest_seconds: 15 * 60,
    forget_ms: 60 * 60 * 1000,
};

/// The network that a request comes from, as an address block; hashed before it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network([u8; 9]);

impl Network {
    /// Where no address is known (a request made within a test).
    const UNKNOWN: Self = Self([0; 9]);

    fn of(address: IpAddr) -> Self {
        let mut block = [0; 9];
        match address.to_canonical() {
            IpAddr::V4(address) => {
                block[0] = 4;
                block[1..4].copy_from_slice(&address.octets()[..3]);
            }
            IpAddr::V6(address) => {
                block[0] = 6;
                block[1..9].copy_from_slice(&address.octets()[..8]);
            }
        }
        Self(block)
    }
}

impl FromRequestParts<App> for Network {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        // A proxy appends the address that it saw; what stands before it was the sender's to write.
        let told = app.config.proxy_header.as_ref().and_then(|name| {
            let line = parts.headers.get_all(name).iter().next_back()?;
            let last = line.to_str().ok()?.rsplit(',').next()?.trim();
            let address = last.parse::<IpAddr>();
            address
                .or_else(|_| last.parse::<SocketAddr>().map(|a| a.ip()))
                .ok()
        });
        let seen = || {
            let peer = parts.extensions.get::<ConnectInfo<Peer>>();
            peer.map(|ConnectInfo(Peer(peer))| peer.ip())
        };
        Ok(told.or_else(seen).map_or(Self::UNKNOWN, Self::of))
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    AccountFromNetwork,
    Account,
    Network,
    Joining,
    Names,
    Ceremonies,
    Codes,
}

impl Kind {
    fn rule(self) -> Rule {
        match self {
            Self::AccountFromNetwork => ACCOUNT_FROM_NETWORK,
            Self::Account => ACCOUNT,
            Self::Network => NETWORK,
            Self::Joining => JOINING,
            Self::Names => NAMES,
            Self::Ceremonies => CEREMONIES,
            Self::Codes => CODES,
        }
    }
}

type Key = (Kind, [u8; 12]);

#[derive(Clone, Copy, Debug)]
struct Count {
    tries: u32,
    last_ms: i64,
}

/// The counters at the door.
#[derive(Debug, Default)]
pub(super) struct Limits {
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    counts: HashMap<Key, Count>,
    salt: [u8; 32],
    day: Option<i64>,
}

/// Somebody is about to try words for an account. Dropped without [`Limits::succeeded`] it stays
/// counted as a failed try.
#[derive(Clone, Copy, Debug)]
pub(super) struct Try {
    here: Key,
    network: Key,
    /// Counted only when this network is a guesser.
    account: Option<Key>,
}

impl Limits {
    /// Counts a try at an account (by the print of its name) before it is made, or says how long
    /// to wait. Counting first means that a hundred tries at the same moment are a hundred tries.
    pub(super) fn attempt(
        &self,
        chance: &Chance,
        now_ms: i64,
        network: Network,
        account: &[u8],
    ) -> Result<Try, PeopleError> {
        let mut table = self.today(chance, now_ms);
        let here = table.key(Kind::AccountFromNetwork, &[account, &network.0]);
        let is_guesser = table.tries(&here, now_ms) >= GUESSES_MIN;
        let made = Try {
            here,
            network: table.key(Kind::Network, &[&network.0]),
            account: is_guesser.then(|| table.key(Kind::Account, &[account])),
        };
        let keys: Vec<Key> = [made.here, made.network]
            .into_iter()
            .chain(made.account)
            .collect();
        table.count(&keys, now_ms)?;
        Ok(made)
    }

    /// The words were right: this network's tries at the account are forgotten, and the others
    /// lose the one that this was.
    pub(super) fn succeeded(&self, made: Try) {
        let mut table = self.table();
        table.counts.remove(&made.here);
        for key in [made.network].into_iter().chain(made.account) {
            if let Some(count) = table.counts.get_mut(&key) {
                count.tries = count.tries.saturating_sub(1);
            }
        }
    }

    /// Counts somebody who joins.
    pub(super) fn joining(
        &self,
        chance: &Chance,
        now_ms: i64,
        network: Network,
    ) -> Result<(), PeopleError> {
        self.of_network(Kind::Joining, chance, now_ms, network)
    }

    /// Counts somebody who asks for a name.
    pub(super) fn asking(
        &self,
        chance: &Chance,
        now_ms: i64,
        network: Network,
    ) -> Result<(), PeopleError> {
        self.of_network(Kind::Names, chance, now_ms, network)
    }

    /// Counts a question to a passkey.
    pub(super) fn ceremony(
        &self,
        chance: &Chance,
        now_ms: i64,
        network: Network,
    ) -> Result<(), PeopleError> {
        self.of_network(Kind::Ceremonies, chance, now_ms, network)
    }

    /// Counts a short code before it is looked up.
    pub(super) fn code(
        &self,
        chance: &Chance,
        now_ms: i64,
        network: Network,
    ) -> Result<(), PeopleError> {
        self.of_network(Kind::Codes, chance, now_ms, network)
    }

    /// The code was one: this try is none that counts.
    pub(super) fn code_was_right(&self, network: Network) {
        let mut table = self.table();
        let key = table.key(Kind::Codes, &[&network.0]);
        if let Some(count) = table.counts.get_mut(&key) {
            count.tries = count.tries.saturating_sub(1);
        }
    }

    fn of_network(
        &self,
        kind: Kind,
        chance: &Chance,
        now_ms: i64,
        network: Network,
    ) -> Result<(), PeopleError> {
        let mut table = self.today(chance, now_ms);
        let key = table.key(kind, &[&network.0]);
        table.count(&[key], now_ms)
    }

    fn today(&self, chance: &Chance, now_ms: i64) -> MutexGuard<'_, Table> {
        let mut table = self.table();
        let day = now_ms.div_euclid(DAY_MS);
        if table.day != Some(day) {
            // Yesterday's hashes of networks mean nothing today; what was counted goes with them.
            *table = Table {
                counts: HashMap::new(),
                salt: chance.bytes(),
                day: Some(day),
            };
        }
        table
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn key(&self, kind: Kind, parts: &[&[u8]]) -> Key {
        let mut hash = Sha256::new();
        hash.update(self.salt);
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        let mut short = [0; 12];
        short.copy_from_slice(&hash.finalize()[..12]);
        (kind, short)
    }

    /// Counts one try under each key, unless one of them has to wait.
    fn count(&mut self, keys: &[Key], now_ms: i64) -> Result<(), PeopleError> {
        let wait = keys.iter().map(|key| self.wait_seconds(key, now_ms)).max();
        if let Some(seconds) = wait.filter(|seconds| *seconds > 0) {
            return Err(PeopleError::TooOften(seconds));
        }
        for key in keys {
            self.make_room(now_ms);
            let count = self.counts.entry(*key).or_insert(Count {
                tries: 0,
                last_ms: now_ms,
            });
            if now_ms - count.last_ms > key.0.rule().forget_ms {
                count.tries = 0;
            }
            count.tries = count.tries.saturating_add(1);
            count.last_ms = now_ms;
        }
        Ok(())
    }

    /// The tries under a key that are not forgotten.
    fn tries(&self, key: &Key, now_ms: i64) -> u32 {
        let count = self.counts.get(key);
        count
            .filter(|count| now_ms - count.last_ms <= key.0.rule().forget_ms)
            .map_or(0, |count| count.tries)
    }

    fn wait_seconds(&self, key: &Key, now_ms: i64) -> u32 {
        let rule = key.0.rule();
        let Some(count) = self.counts.get(key) else {
            return 0;
        };
        let since_ms = now_ms - count.last_ms;
        // A clock that was set back never makes a wait longer than it is.
        if count.tries < rule.free || since_ms > rule.forget_ms || since_ms < 0 {
            return 0;
        }
        let doublings = (count.tries - rule.free).min(16);
        let wait = (rule.first_seconds << doublings).min(rule.longest_seconds);
        let waited = u32::try_from(since_ms / 1000).unwrap_or(u32::MAX);
        wait.saturating_sub(waited)
    }

    fn make_room(&mut self, now_ms: i64) {
        if self.counts.len() < ENTRIES_MAX {
            return;
        }
        self.counts
            .retain(|key, count| now_ms - count.last_ms <= key.0.rule().forget_ms);
        while self.counts.len() >= ENTRIES_MAX {
            // Half goes at once, so that a flood pays for the sweep once in eight thousand tries.
            let mut ages: Vec<i64> = self.counts.values().map(|count| count.last_ms).collect();
            ages.sort_unstable();
            let middle = ages[ages.len() / 2];
            let before = self.counts.len();
            self.counts.retain(|_, count| count.last_ms > middle);
            if self.counts.len() == before {
                self.counts.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_767_268_800_000;

    fn network(n: u8) -> Network {
        Network::of(IpAddr::from([10, 0, n, 1]))
    }

    fn wait_of(result: Result<Try, PeopleError>) -> u32 {
        match result {
            Ok(_) => 0,
            Err(PeopleError::TooOften(seconds)) => seconds,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_guesser_waits_longer_and_longer_and_the_owner_never() {
        let (limits, chance) = (Limits::default(), Chance::seeded(1));
        let mut now = NOON;
        for _ in 0..5 {
            assert_eq!(
                wait_of(limits.attempt(&chance, now, network(1), b"wren")),
                0
            );
        }
        let mut waits = Vec::new();
        for _ in 0..20 {
            let wait = wait_of(limits.attempt(&chance, now, network(1), b"wren"));
            waits.push(wait);
            now += i64::from(wait) * 1000;
            assert_eq!(
                wait_of(limits.attempt(&chance, now, network(1), b"wren")),
                0
            );
        }
        assert_eq!(waits[..3], [15, 30, 60]);
        assert!(waits.iter().all(|wait| *wait <= 15 * 60));
        assert_eq!(waits.last(), Some(&(15 * 60)));
        for _ in 0..GUESSES_MIN {
            let owner = wait_of(limits.attempt(&chance, now, network(2), b"wren"));
            assert_eq!(owner, 0);
        }
        let owner = wait_of(limits.attempt(&chance, now, network(2), b"wren"));
        assert!(owner <= 60, "who mistypes as often as a guesser: {owner}");
    }

    #[test]
    fn guessing_networks_share_a_try_a_minute_and_the_owner_passes_them_by() {
        let (limits, chance) = (Limits::default(), Chance::seeded(1));
        let mut allowed = 0;
        for second in 0..3600_u32 {
            let now = NOON + i64::from(second) * 1000;
            for n in 0..40 {
                allowed +=
                    u32::from(wait_of(limits.attempt(&chance, now, network(n), b"wren")) == 0);
            }
            // At any second, however they crowd.
            let home = Network::of(IpAddr::from([10, 1, 0, 1]));
            let owner = limits.attempt(&chance, now, home, b"wren");
            limits.succeeded(owner.unwrap());
        }
        assert!(allowed < 40 * GUESSES_MIN + 100, "{allowed}");
        assert!(allowed > 40 * GUESSES_MIN, "{allowed}");
    }

    #[test]
    fn one_network_asks_for_so_many_names() {
        let (limits, chance) = (Limits::default(), Chance::seeded(1));
        let asked = (0..1000)
            .filter(|_| limits.asking(&chance, NOON, network(1)).is_ok())
            .count();
        assert_eq!(asked, 300);
        assert!(limits.asking(&chance, NOON, network(2)).is_ok());
    }

    #[test]
    fn one_network_tries_few_wrong_codes_and_as_many_right_ones_as_it_has() {
        let (limits, chance) = (Limits::default(), Chance::seeded(1));
        for _ in 0..100 {
            limits.code(&chance, NOON, network(1)).unwrap();
            limits.code_was_right(network(1));
        }
        let tried = (0..100)
            .filter(|_| limits.code(&chance, NOON, network(1)).is_ok())
            .count();
        assert_eq!(tried, 20);
    }

    #[test]
    fn one_network_cannot_try_many_names() {
        let (limits, chance) = (Limits::default(), Chance::seeded(1));
        let tried = (0..200_u32)
            .filter(|n| {
                let account = n.to_be_bytes();
                wait_of(limits.attempt(&chance, NOON, network(1), &account)) == 0
            })
            .count();
        assert_eq!(tried, 30);
    }

    #[test]
    fn being_right_clears_the_slate() {
        let (limits, chance) = (Limits::default(), Chance::seeded(1));
        for _ in 0..50 {
            let made = limits.attempt(&chance, NOON, network(1), b"wren").unwrap();
            limits.succeeded(made);
        }
    }

    #[test]
    fn the_table_stays_bounded() {
        let (limits, chance) = (Limits::default(), Chance::seeded(1));
        for n in 0..40_000_u32 {
            let [a, b, c, _] = n.to_le_bytes();
            let from = Network::of(IpAddr::from([a, b, c, 1]));
            let _ = limits.attempt(&chance, NOON + i64::from(n), from, &n.to_be_bytes());
        }
        assert!(limits.table().counts.len() <= ENTRIES_MAX);
    }

    #[test]
    fn neighbours_share_a_network_and_mapped_addresses_are_v4() {
        let of = |text: &str| Network::of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("192.0.2.1"), of("::ffff:192.0.2.200"));
        assert_ne!(of("192.0.2.1"), of("192.0.3.1"));
    }
}
