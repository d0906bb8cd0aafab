//! Work that goes on to its end even when nobody waits for the answer any more. A phone loses its
//! connection at any moment, and the request is dropped with it: a write that has begun is still
//! written, and what has to follow it would never be done.

use std::future::Future;

/// The task that did the work was broken off: the program ends, or it has a defect.
#[derive(Debug, thiserror::Error)]
#[error("work broke off: {0}")]
pub struct BrokeOff(tokio::task::JoinError);

/// Does `work` to its end, and answers when it is done.
///
/// # Errors
/// What `work` gives back, or it broke off.
pub async fn finish<T, E, W>(work: W) -> Result<T, E>
where
    T: Send + 'static,
    E: From<BrokeOff> + Send + 'static,
    W: Future<Output = Result<T, E>> + Send + 'static,
{
    tokio::spawn(work).await.map_err(BrokeOff)?
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::task::Poll;

    use tokio::sync::oneshot;

    use super::super::problem::Problem;
    use super::*;

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_done() {
        let (written, writes) = oneshot::channel::<()>();
        let (tell, told) = oneshot::channel();
        let work = finish(async move {
            writes.await.map_err(Problem::ours)?;
            tell.send(()).map_err(|()| Problem::ours("nobody listens"))
        });
        {
            // The request is under way, and is dropped.
            let mut work = std::pin::pin!(work);
            let begun = std::future::poll_fn(|cx| Poll::Ready(work.as_mut().poll(cx)));
            assert!(begun.await.is_pending());
        }
        written.send(()).unwrap();
        told.await.unwrap();
    }
}
