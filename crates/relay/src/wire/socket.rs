//! The port itself: of UDP and TCP, and of both families of addresses where all are meant.

use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use mio::net::{TcpListener, UdpSocket};

/// How often a free port is looked for that both UDP and TCP have, if the system is to choose.
const TRIES: usize = 20;

/// Listens there. "All addresses" of IPv6 are those of IPv4 too, whatever the system's own habit is; a
/// system without IPv6 has those of IPv4 alone.
pub(super) fn listen(address: SocketAddr) -> io::Result<(UdpSocket, TcpListener)> {
    let is_all = address.ip().is_unspecified() && address.is_ipv6();
    match listen_at(address, is_all) {
        Err(error) if is_all && has_no_six(&error) => {
            let four = IpAddr::V4(Ipv4Addr::UNSPECIFIED);
            listen_at(SocketAddr::new(four, address.port()), false)
        }
        other => other,
    }
}

fn has_no_six(error: &io::Error) -> bool {
    // EAFNOSUPPORT, which has no name of its own: the system was built without.
    let is_unknown = error.raw_os_error() == Some(97);
    is_unknown
        || matches!(
            error.kind(),
            ErrorKind::AddrNotAvailable | ErrorKind::Unsupported
        )
}

fn listen_at(address: SocketAddr, both: bool) -> io::Result<(UdpSocket, TcpListener)> {
    let mut last = None;
    for _ in 0..TRIES {
        let udp = system::udp(address, both)?;
        match system::tcp(udp.local_addr()?, both) {
            Ok(tcp) => return Ok((udp, tcp)),
            Err(error) if address.port() == 0 => last = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(last.unwrap_or_else(|| io::Error::from(ErrorKind::AddrInUse)))
}

/// An address as it is known in the family that it is of: an IPv4 address as such, however a socket
/// of both families tells it.
pub(super) fn canonical(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

/// The address as a socket of both families wants it.
pub(super) fn as_six(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(four) => SocketAddr::new(four.to_ipv6_mapped().into(), address.port()),
        IpAddr::V6(_) => address,
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::io;
    use std::net::SocketAddr;
    use std::os::fd::{AsRawFd, OwnedFd};

    use mio::net::{TcpListener, UdpSocket};
    use nix::sys::socket::sockopt::{Ipv6V6Only, ReuseAddr};
    use nix::sys::socket::{
        AddressFamily, Backlog, SockFlag, SockType, SockaddrStorage, bind, listen, setsockopt,
        socket,
    };

    /// Connections that wait to be let in: everybody of some rooms at once.
    const BACKLOG: i32 = 1_024;

    pub(super) fn udp(address: SocketAddr, both: bool) -> io::Result<UdpSocket> {
        if !both {
            return UdpSocket::bind(address);
        }
        let socket = bound(address, SockType::Datagram)?;
        Ok(UdpSocket::from_std(socket.into()))
    }

    pub(super) fn tcp(address: SocketAddr, both: bool) -> io::Result<TcpListener> {
        if !both {
            return TcpListener::bind(address);
        }
        let socket = bound(address, SockType::Stream)?;
        listen(&socket, Backlog::new(BACKLOG)?)?;
        Ok(TcpListener::from_std(socket.into()))
    }

    fn bound(address: SocketAddr, kind: SockType) -> io::Result<OwnedFd> {
        let flags = SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC;
        let socket = socket(AddressFamily::Inet6, kind, flags, None)?;
        setsockopt(&socket, Ipv6V6Only, &false)?;
        if kind == SockType::Stream {
            // A restart finds connections of before that have not run out.
            setsockopt(&socket, ReuseAddr, &true)?;
        }
        bind(socket.as_raw_fd(), &SockaddrStorage::from(address))?;
        Ok(socket)
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::io;
    use std::net::SocketAddr;

    use mio::net::{TcpListener, UdpSocket};

    /// Both families or one, as the system's habit is.
    pub(super) fn udp(address: SocketAddr, _both: bool) -> io::Result<UdpSocket> {
        UdpSocket::bind(address)
    }

    pub(super) fn tcp(address: SocketAddr, _both: bool) -> io::Result<TcpListener> {
        TcpListener::bind(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_the_same_in_both_families() {
        let four: SocketAddr = "192.0.2.7:4000".parse().unwrap();
        let mapped: SocketAddr = "[::ffff:192.0.2.7]:4000".parse().unwrap();
        let six: SocketAddr = "[2001:db8::7]:4000".parse().unwrap();
        assert_eq!((canonical(mapped), canonical(four)), (four, four));
        assert_eq!((as_six(four), as_six(mapped)), (mapped, mapped));
        assert_eq!((canonical(six), as_six(six)), (six, six));
    }
}
