//! One policy for every call to the outside.
//!
//! - TLS, with the system's trusted roots; plain HTTP to loopback only.
//! - Time-outs for connecting and for the whole call; a cap on the answer, cut while it streams in.
//! - No redirect is followed: a signed request is for one host, and a 3xx from there is no answer.
//! - No compression, so the cap is on what was really sent to us.
//! - The client never repeats a request by itself: each call has a connection of its own (a reused one that
//!   the far side had closed would tempt the client to send again), and its retries are off. Who may repeat
//!   is decided in one place, by [`CallFault::repeat`].
//! - The system's proxies are used for TLS (the proxy sees the host only), never on loopback.

mod fault;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use ports::{CallFault, UnknownCause};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode, Url};
use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;
use zeroize::Zeroizing;

/// The limits of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpPolicy {
    /// Name, connection and TLS session must stand after this many milliseconds.
    pub connect_timeout_ms: u64,
    /// The whole answer must be here after this many milliseconds.
    pub total_timeout_ms: u64,
    /// An answer of more bytes is cut off and not read.
    pub answer_bytes_max: usize,
}

impl Default for HttpPolicy {
    /// 5 s, 20 s, 256 KiB.
    fn default() -> Self {
        Self {
            connect_timeout_ms: 5_000,
            total_timeout_ms: 20_000,
            answer_bytes_max: 256 * 1024,
        }
    }
}

/// Why an address cannot be called.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointRefused {
    /// Not a URL of a host.
    #[error("the address is not a URL of a host")]
    NotAnAddress,
    /// `http` to somewhere else than this machine: the data would travel in clear.
    #[error("the address must begin with https, or lie on loopback")]
    PlainTextBeyondLoopback,
    /// A path, a query, a fragment or a name and password, which none of our institutions has.
    #[error("the address may hold scheme, host and port only")]
    MoreThanAHost,
    /// The system's trusted roots could not be loaded, so no host could be trusted.
    #[error("no trusted certificates could be loaded from the system: {0}")]
    NoTrustedRoots(String),
    /// The network client could not be set up.
    #[error("the network client could not be set up: {0}")]
    NoClient(String),
}

/// One far side, and the only way to it.
#[derive(Debug, Clone)]
pub struct Endpoint {
    client: Client,
    url: Url,
    host: String,
    answer_bytes_max: usize,
}

impl Endpoint {
    /// Takes scheme, host and port, such as `https://faceid.tencentcloudapi.com` or `http://127.0.0.1:4010`.
    ///
    /// # Errors
    /// [`EndpointRefused`].
    pub fn new(address: &str, policy: &HttpPolicy) -> Result<Self, EndpointRefused> {
        Self::trusting(address, policy, tls_of_the_system)
    }

    /// The same with the trust for `https` given.
    fn trusting(
        address: &str,
        policy: &HttpPolicy,
        trust: fn() -> Result<ClientConfig, EndpointRefused>,
    ) -> Result<Self, EndpointRefused> {
        let url = Url::parse(address).map_err(|_| EndpointRefused::NotAnAddress)?;
        let name = url.host_str().ok_or(EndpointRefused::NotAnAddress)?;
        let loopback = is_loopback(name);
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !bare || !url.username().is_empty() || url.password().is_some() {
            return Err(EndpointRefused::MoreThanAHost);
        }
        let plain = match url.scheme() {
            "https" => false,
            "http" if loopback => true,
            "http" => return Err(EndpointRefused::PlainTextBeyondLoopback),
            _ => return Err(EndpointRefused::NotAnAddress),
        };
        let host = url
            .port()
            .map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));

        let mut client = Client::builder()
            .tls_backend_preconfigured(if plain { tls_to_nobody()? } else { trust()? })
            .connect_timeout(Duration::from_millis(policy.connect_timeout_ms))
            .timeout(Duration::from_millis(policy.total_timeout_ms))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            .http1_only()
            .referer(false)
            .user_agent(concat!("veridesk/", env!("CARGO_PKG_VERSION")));
        if loopback {
            // Whatever the system's name service says, this name is this machine.
            let here = [
                IpAddr::from(Ipv4Addr::LOCALHOST),
                IpAddr::from(Ipv6Addr::LOCALHOST),
            ];
            client = client
                .no_proxy()
                .resolve_to_addrs("localhost", &here.map(|ip| SocketAddr::new(ip, 0)));
        }
        let client = client
            .build()
            .map_err(|error| EndpointRefused::NoClient(error.to_string()))?;
        Ok(Self {
            client,
            url,
            host,
            answer_bytes_max: policy.answer_bytes_max,
        })
    }

    /// The `Host` header as it is sent, with a port that is not the default.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Posts once and gives the body of a 2xx answer. `now_ms` serves to read a `Retry-After` date.
    ///
    /// The body is judged by what it holds, not by its declared type: a paid answer is not thrown away for a label.
    ///
    /// # Errors
    /// [`CallFault`], which says who may repeat the call.
    pub async fn post(
        &self,
        content_type: &str,
        headers: &[(&str, &str)],
        body: Zeroizing<Vec<u8>>,
        now_ms: i64,
    ) -> Result<Zeroizing<Vec<u8>>, CallFault> {
        let request = headers
            .iter()
            .fold(self.client.post(self.url.clone()), |request, (name, value)| request.header(*name, *value))
            .header(CONTENT_TYPE, content_type)
            // The owner is wiped when the last reader of the bytes is done.
            .body(Bytes::from_owner(body));
        let response = request
            .send()
            .await
            .map_err(|error| fault::of_call(&error))?;
        let status = response.status();
        if status.is_success() {
            return self.read(response).await;
        }
        Err(if status == StatusCode::TOO_MANY_REQUESTS {
            let asked = response
                .headers()
                .get(RETRY_AFTER)
                .and_then(|value| value.to_str().ok());
            let retry_after_ms = asked.and_then(|asked| fault::retry_after_ms(asked, now_ms));
            CallFault::Busy {
                provider_code: "http_429".to_owned(),
                retry_after_ms,
            }
        } else {
            fault::of_status(status)
        })
    }

    async fn read(&self, mut response: Response) -> Result<Zeroizing<Vec<u8>>, CallFault> {
        let unreadable = CallFault::Unknown(UnknownCause::UnreadableAnswer);
        let plain = response
            .headers()
            .get(CONTENT_ENCODING)
            .is_none_or(|coding| coding == "identity");
        let announced = response
            .content_length()
            .and_then(|length| usize::try_from(length).ok());
        if !plain || announced.is_some_and(|length| length > self.answer_bytes_max) {
            return Err(unreadable);
        }
        // Room for the announced length at once: growing would leave unwiped copies behind.
        let mut body = Zeroizing::new(Vec::with_capacity(announced.unwrap_or(4 * 1024)));
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| fault::of_call(&error))?
        {
            if body.len() + chunk.len() > self.answer_bytes_max {
                return Err(unreadable);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// TLS towards hosts that the system's trusted roots vouch for.
fn tls_of_the_system() -> Result<ClientConfig, EndpointRefused> {
    let no_roots = |error: rustls::Error| EndpointRefused::NoTrustedRoots(error.to_string());
    Ok(tls()?
        .with_platform_verifier()
        .map_err(no_roots)?
        .with_no_client_auth())
}

/// TLS that trusts nobody, for an address that is plain: a machine without trusted roots still runs the sandbox.
fn tls_to_nobody() -> Result<ClientConfig, EndpointRefused> {
    Ok(tls()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth())
}

fn tls() -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>, EndpointRefused> {
    ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| EndpointRefused::NoClient(error.to_string()))
}

#[cfg(test)]
mod tests;
