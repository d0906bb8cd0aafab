//! What a handshake agreed on, for who seals voices without the session library: it goes through
//! the library's own door for cryptography, and is taken down on the way.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use str0m::crypto::CryptoError;
use str0m::crypto::dtls::{
    DtlsCert, DtlsImplError, DtlsInstance, DtlsOutput, DtlsProvider, DtlsVersion, ProtocolVersion,
    SrtpProfile,
};

/// The keys of one connection, once there are any.
#[derive(Clone, Default)]
pub(crate) struct Keys(Arc<Mutex<Option<Agreed>>>);

/// What was agreed on.
#[derive(Clone)]
pub(crate) struct Agreed {
    pub(crate) material: Vec<u8>,
    pub(crate) profile: SrtpProfile,
    /// Whether our side began the handshake: it says which half of the keys is ours.
    pub(crate) is_active: bool,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(..)")
    }
}

impl Keys {
    /// The keys, once.
    pub(crate) fn take(&self) -> Option<Agreed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, agreed: Agreed) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(agreed);
    }
}

/// The library's own handshake, overheard.
#[derive(Debug)]
pub(crate) struct Overheard(pub(crate) &'static dyn DtlsProvider);

thread_local! {
    /// Of the connection that was made last: the library says of none for whom it makes one.
    static NEWEST: RefCell<Keys> = RefCell::new(Keys::default());
}

/// The keys of the connection that this thread made last.
pub(crate) fn of_newest() -> Keys {
    NEWEST.with_borrow(Keys::clone)
}

impl DtlsProvider for Overheard {
    fn generate_certificate(&self) -> Option<DtlsCert> {
        self.0.generate_certificate()
    }

    fn new_dtls(
        &self,
        cert: &DtlsCert,
        now: Instant,
        version: DtlsVersion,
        mtu: Option<usize>,
    ) -> Result<Box<dyn DtlsInstance>, CryptoError> {
        let keys = Keys::default();
        NEWEST.set(keys.clone());
        let handshake = self.0.new_dtls(cert, now, version, mtu)?;
        Ok(Box::new(Handshake { handshake, keys }))
    }
}

#[derive(Debug)]
struct Handshake {
    handshake: Box<dyn DtlsInstance>,
    keys: Keys,
}

impl DtlsInstance for Handshake {
    fn set_active(&mut self, active: bool) {
        self.handshake.set_active(active);
    }

    fn handle_packet(&mut self, packet: &[u8]) -> Result<(), DtlsImplError> {
        self.handshake.handle_packet(packet)
    }

    fn poll_output<'a>(&mut self, buffer: &'a mut [u8]) -> DtlsOutput<'a> {
        let is_active = self.handshake.is_active();
        let output = self.handshake.poll_output(buffer);
        if let DtlsOutput::KeyingMaterial(material, profile) = &output {
            self.keys.put(Agreed {
                material: material.to_vec(),
                profile: *profile,
                is_active,
            });
        }
        output
    }

    fn handle_timeout(&mut self, now: Instant) -> Result<(), DtlsImplError> {
        self.handshake.handle_timeout(now)
    }

    fn send_application_data(&mut self, data: &[u8]) -> Result<usize, DtlsImplError> {
        self.handshake.send_application_data(data)
    }

    fn is_active(&self) -> bool {
        self.handshake.is_active()
    }

    fn protocol_version(&self) -> Option<ProtocolVersion> {
        self.handshake.protocol_version()
    }

    fn is_closing(&self) -> bool {
        self.handshake.is_closing()
    }

    fn is_closed(&self) -> bool {
        self.handshake.is_closed()
    }

    fn close(&mut self) -> Result<(), DtlsImplError> {
        self.handshake.close()
    }
}
