//! The proof of somebody's words: Argon2id, off the threads that serve pages, a few at a time.

use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::{Algorithm, Argon2, Params, Version};
use store::Keys;
use subtle::ConstantTimeEq as _;
use tokio::sync::Semaphore;

use super::PeopleError;

/// 19 MiB and two passes: the least that OWASP's password storage advice accepts for Argon2id,
/// which is enough here because the words are drawn by us and not chosen (44 bits), and light
/// enough for a small machine when a whole group signs in at the same minute.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const VERSION: u8 = 1;
const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// Two hashes at once take two cores and 38 MiB; more would starve the pages of others.
const AT_ONCE_MAX: usize = 2;
/// At some 30 ms each, the last of these waits about a second. Past that, wait at home.
const WAITING_MAX: usize = 64;

/// Who may hash now, and how many wait for it.
#[derive(Debug)]
pub(super) struct Hashing {
    turns: Semaphore,
    waiting: AtomicUsize,
}

impl Default for Hashing {
    fn default() -> Self {
        Self {
            turns: Semaphore::new(AT_ONCE_MAX),
            waiting: AtomicUsize::new(0),
        }
    }
}

/// Gives a place in the queue back even when the person closes the page while waiting.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Hashing {
    /// What to store for these (folded) words. `salt` is random.
    pub(super) async fn prove(
        &self,
        keys: &Keys,
        words: String,
        salt: [u8; SALT_BYTES],
    ) -> Result<Vec<u8>, PeopleError> {
        let pepper = pepper(keys);
        self.run(move || {
            let hash = hash(&words, &salt, &pepper)?;
            Ok([&[VERSION][..], &salt, &hash].concat())
        })
        .await
    }

    /// Whether these (folded) words are the ones that `proof` was made from. Without a proof the
    /// same work is done for nothing, so that the time taken does not tell who exists.
    pub(super) async fn holds(
        &self,
        keys: &Keys,
        words: String,
        proof: Option<Vec<u8>>,
    ) -> Result<bool, PeopleError> {
        let pepper = pepper(keys);
        self.run(move || {
            let known = proof.as_deref().and_then(parts);
            let (salt, expected) = known.unwrap_or(([0; SALT_BYTES], [0; HASH_BYTES]));
            let found = hash(&words, &salt, &pepper)?;
            Ok(known.is_some() && bool::from(found.ct_eq(&expected)))
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PeopleError> + Send + 'static,
    ) -> Result<T, PeopleError> {
        let waiting = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _place = Waiting(&self.waiting);
        if waiting >= WAITING_MAX {
            return Err(PeopleError::Crowded);
        }
        let _turn = self.turns.acquire().await.map_err(failed)?;
        tokio::task::spawn_blocking(work).await.map_err(failed)?
    }
}

/// A secret that is not in the database: whoever steals that alone has nothing to guess against.
fn pepper(keys: &Keys) -> [u8; 32] {
    keys.fingerprint("people.words.pepper", b"")
}

fn parts(proof: &[u8]) -> Option<([u8; SALT_BYTES], [u8; HASH_BYTES])> {
    let (version, rest) = proof.split_first()?;
    let (salt, hash) = rest.split_at_checked(SALT_BYTES)?;
    (*version == VERSION).then_some((salt.try_into().ok()?, hash.try_into().ok()?))
}

fn hash(words: &str, salt: &[u8], pepper: &[u8]) -> Result<[u8; HASH_BYTES], PeopleError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(HASH_BYTES)).map_err(failed)?;
    let argon = Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params)
        .map_err(failed)?;
    let mut out = [0; HASH_BYTES];
    argon
        .hash_password_into(words.as_bytes(), salt, &mut out)
        .map_err(failed)?;
    Ok(out)
}

fn failed(error: impl ToString) -> PeopleError {
    PeopleError::Inside(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_same_words_under_the_same_keys_hold() {
        let folder = tempfile::tempdir().unwrap();
        let keys = |name: &str, fresh: u8| {
            let file = |end: &str| folder.path().join(format!("{name}.{end}"));
            Keys::open(&file("db"), &file("key"), [fresh; 32]).unwrap()
        };
        let (ours, theirs) = (keys("ours", 1), keys("theirs", 2));
        let hashing = Hashing::default();
        let proof = hashing
            .prove(&ours, "a b c d".into(), [7; 16])
            .await
            .unwrap();
        let holds = |keys, words: &str, proof: &[u8]| {
            let (words, proof) = (words.to_owned(), proof.to_vec());
            let hashing = &hashing;
            async move { hashing.holds(keys, words, Some(proof)).await.unwrap() }
        };
        assert!(holds(&ours, "a b c d", &proof).await);
        assert!(!holds(&ours, "a b d c", &proof).await);
        assert!(!holds(&theirs, "a b c d", &proof).await);
        assert!(!holds(&ours, "a b c d", &proof[..20]).await);
        assert!(!hashing.holds(&ours, "a b c d".into(), None).await.unwrap());
    }
}
