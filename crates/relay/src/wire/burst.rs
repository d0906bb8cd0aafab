//! Many datagrams in one call of the system, where it can do that: most of a relay's time goes into
//! such calls.

use std::io;
use std::net::SocketAddr;

use mio::net::UdpSocket;

use super::socket::{as_six, canonical};
use crate::core::Datagram;

/// Datagrams in one call. Beyond some dozens nothing is won any more.
pub(super) const AT_ONCE: usize = 64;
/// Larger than any Ethernet frame; what doesn't fit is nothing of ours.
const DATAGRAM_BYTES_MAX: usize = 2_000;

pub(super) struct Bursts {
    buffers: Vec<[u8; DATAGRAM_BYTES_MAX]>,
    waiting: Vec<Datagram>,
    /// Whether the socket speaks IPv6, and IPv4 within it.
    is_six: bool,
}

impl Bursts {
    pub(super) fn new(listens: SocketAddr) -> Self {
        Self {
            buffers: vec![[0; DATAGRAM_BYTES_MAX]; AT_ONCE],
            waiting: Vec::with_capacity(AT_ONCE),
            is_six: listens.is_ipv6(),
        }
    }

    /// Takes in what is there, up to a burst; how many that were.
    pub(super) fn receive(
        &mut self,
        udp: &UdpSocket,
        mut took: impl FnMut(SocketAddr, &[u8]),
    ) -> io::Result<usize> {
        system::receive(udp, &mut self.buffers, |from, bytes| {
            took(canonical(from), bytes)
        })
    }

    /// Lets a datagram go, soon.
    pub(super) fn send(&mut self, udp: &UdpSocket, mut datagram: Datagram) {
        if self.is_six {
            datagram.to.address = as_six(datagram.to.address);
        }
        self.waiting.push(datagram);
        if self.waiting.len() >= AT_ONCE {
            self.flush(udp);
        }
    }

    /// Lets go what waits. What the system doesn't take now is too late afterwards.
    pub(super) fn flush(&mut self, udp: &UdpSocket) {
        let mut rest = self.waiting.as_slice();
        while !rest.is_empty() {
            let Ok(sent) = system::send(udp, rest) else {
                break;
            };
            rest = rest.get(sent.max(1)..).unwrap_or_default();
        }
        self.waiting.clear();
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::io::{self, IoSlice, IoSliceMut};
    use std::net::{SocketAddr, SocketAddrV4, SocketAddrV6};
    use std::os::fd::AsRawFd;

    use mio::net::UdpSocket;
    use nix::errno::Errno;
    use nix::sys::socket::{MsgFlags, MultiHeaders, SockaddrStorage, recvmmsg, sendmmsg};

    use super::DATAGRAM_BYTES_MAX;
    use crate::core::Datagram;

    pub(super) fn receive(
        udp: &UdpSocket,
        buffers: &mut [[u8; DATAGRAM_BYTES_MAX]],
        mut took: impl FnMut(SocketAddr, &[u8]),
    ) -> io::Result<usize> {
        let mut headers = MultiHeaders::<SockaddrStorage>::preallocate(buffers.len(), None);
        let slice = |buffer| [IoSliceMut::new(buffer)];
        let mut slices: Vec<[IoSliceMut<'_>; 1]> = buffers
            .iter_mut()
            .map(|buffer| slice(buffer.as_mut_slice()))
            .collect();
        let flags = MsgFlags::MSG_DONTWAIT;
        let received = recvmmsg(
            udp.as_raw_fd(),
            &mut headers,
            slices.iter_mut(),
            flags,
            None,
        )?;
        let mut count = 0;
        for message in received {
            count += 1;
            let bytes = message.iovs().next().unwrap_or_default();
            if let Some(from) = message.address.as_ref().and_then(socket_address) {
                took(from, bytes);
            }
        }
        Ok(count)
    }

    fn socket_address(storage: &SockaddrStorage) -> Option<SocketAddr> {
        let four = storage
            .as_sockaddr_in()
            .map(|four| SocketAddrV4::from(*four).into());
        let six = || {
            storage
                .as_sockaddr_in6()
                .map(|six| SocketAddrV6::from(*six).into())
        };
        four.or_else(six)
    }

    /// How many were sent.
    pub(super) fn send(udp: &UdpSocket, datagrams: &[Datagram]) -> io::Result<usize> {
        let slices: Vec<[IoSlice<'_>; 1]> = datagrams
            .iter()
            .map(|datagram| [IoSlice::new(&datagram.bytes)])
            .collect();
        let address = |datagram: &Datagram| Some(SockaddrStorage::from(datagram.to.address));
        let addresses: Vec<Option<SockaddrStorage>> = datagrams.iter().map(address).collect();
        let mut headers = MultiHeaders::preallocate(datagrams.len(), None);
        let flags = MsgFlags::MSG_DONTWAIT;
        match sendmmsg(
            udp.as_raw_fd(),
            &mut headers,
            &slices,
            &addresses,
            [],
            flags,
        ) {
            Ok(sent) => Ok(sent.count()),
            // One of them can't go (ICMP, no way there): the others can.
            Err(Errno::EAGAIN | Errno::ENOBUFS) => Err(io::ErrorKind::WouldBlock.into()),
            Err(_) => Ok(1),
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::io::{self, ErrorKind};
    use std::net::SocketAddr;

    use mio::net::UdpSocket;

    use super::DATAGRAM_BYTES_MAX;
    use crate::core::Datagram;

    pub(super) fn receive(
        udp: &UdpSocket,
        buffers: &mut [[u8; DATAGRAM_BYTES_MAX]],
        mut took: impl FnMut(SocketAddr, &[u8]),
    ) -> io::Result<usize> {
        for (count, buffer) in buffers.iter_mut().enumerate() {
            match udp.recv_from(buffer) {
                Ok((length, from)) => took(from, buffer.get(..length).unwrap_or_default()),
                Err(error) if error.kind() == ErrorKind::WouldBlock && count > 0 => {
                    return Ok(count);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(buffers.len())
    }

    /// How many were sent.
    pub(super) fn send(udp: &UdpSocket, datagrams: &[Datagram]) -> io::Result<usize> {
        for (count, datagram) in datagrams.iter().enumerate() {
            match udp.send_to(&datagram.bytes, datagram.to.address) {
                Err(error) if error.kind() == ErrorKind::WouldBlock && count > 0 => {
                    return Ok(count);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Err(error),
                // One of them can't go; the others can.
                Ok(_) | Err(_) => {}
            }
        }
        Ok(datagrams.len())
    }
}
