use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::counter::{Counter, Verdict};
use crate::line::{Cut, CuttableListener};
use crate::magic::{Effect, HOLD_S, SLOW_MS};
use crate::{Credential, Received, SignedRequest};

/// The length an answer is blown up to, in bytes: over any sensible cap.
const OVERSIZE_BYTES: usize = 300 * 1024;

/// How a sandbox is to run.
pub struct SandboxOptions {
    /// Loopback address; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The key pair it accepts.
    pub credential: Credential,
    /// Its clock, in seconds since 1970-01-01T00:00:00Z.
    pub now_s: Box<dyn Fn() -> i64 + Send + Sync>,
}

impl Default for SandboxOptions {
    /// A free port on 127.0.0.1, the demo credential, the system's clock.
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            credential: Credential::default(),
            now_s: Box::new(|| {
                let since = SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap_or_default();
                i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
            }),
        }
    }
}

/// The pretend institution.
pub struct Sandbox;

/// A sandbox at work on a thread of its own; it stops when dropped.
pub struct RunningSandbox {
    addr: SocketAddr,
    counter: Arc<Counter>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Sandbox {
    /// Starts one. It listens when this returns.
    ///
    /// # Errors
    /// An address that is not loopback, or is taken.
    pub fn start(options: SandboxOptions) -> io::Result<RunningSandbox> {
        if !options.listen.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the sandbox listens on loopback only",
            ));
        }
        let listener = std::net::TcpListener::bind(options.listen)?;
        listener.set_nonblocking(true)?;
        let addr = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let counter = Arc::new(Counter::new(options.credential, options.now_s));
        let (stop, stopped) = oneshot::channel();
        let router = router(Arc::clone(&counter));
        let thread = std::thread::Builder::new()
            .name("sandbox".into())
            .spawn(move || {
                runtime.block_on(async move {
                    let listener = TcpListener::from_std(listener)
                        .expect("the listener is nonblocking and the runtime is up");
                    let service = router.into_make_service_with_connect_info::<Cut>();
                    tokio::select! {
                        _ = axum::serve(CuttableListener(listener), service) => {}
                        _ = stopped => {}
                    }
                });
                // The runtime is dropped here, and with it every connection still held.
            })?;
        Ok(RunningSandbox {
            addr,
            counter,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

impl RunningSandbox {
    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The base URL for an adapter, such as `http://127.0.0.1:4010`.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// What it was asked and what it charged so far.
    pub fn received(&self) -> Received {
        self.counter.received()
    }

    /// Closes the port and every connection, and returns when that is done.
    pub fn stop(mut self) {
        self.close();
    }

    fn close(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The receiver is gone only if the thread ended before.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for RunningSandbox {
    fn drop(&mut self) {
        self.close();
    }
}

fn router(counter: Arc<Counter>) -> Router {
    Router::new()
        .route("/", post(call))
        .route("/_sandbox/received", get(received))
        .with_state(counter)
}

async fn received(State(counter): State<Arc<Counter>>) -> Json<Received> {
    Json(counter.received())
}

async fn call(
    State(counter): State<Arc<Counter>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let headers: Vec<(String, String)> = headers
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect();
    let request = SignedRequest {
        method: method.as_str(),
        path: uri.path(),
        query: uri.query().unwrap_or_default(),
        headers: &headers,
        body: &body,
    };
    let verdict = counter.serve(&request);
    deliver(verdict, &cut).await
}

/// Puts the answer on the line, or does to the line what the effect asks for. Billing is long done.
async fn deliver(verdict: Verdict, cut: &Cut) -> Response {
    let Verdict { effect, mut body } = verdict;
    match effect {
        Effect::Code(_) | Effect::Error(_) => Json(body).into_response(),
        Effect::Slow => {
            tokio::time::sleep(Duration::from_millis(SLOW_MS)).await;
            Json(body).into_response()
        }
        Effect::Status(302) => (
            StatusCode::FOUND,
            [(header::LOCATION, "https://elsewhere.invalid/")],
        )
            .into_response(),
        Effect::Status(429) => {
            (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "1")]).into_response()
        }
        Effect::Status(status) => StatusCode::from_u16(status)
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response(),
        Effect::Silence => {
            tokio::time::sleep(Duration::from_secs(HOLD_S)).await;
            cut.now();
            ().into_response()
        }
        Effect::Close => {
            cut.now();
            ().into_response()
        }
        Effect::Garbage => json_response("<html>gateway".to_owned()),
        Effect::CutJson => {
            let whole = body.to_string();
            // The answer is cut where a character ends: broken JSON, whole UTF-8.
            let half = (0..=whole.len() / 2)
                .rev()
                .find(|&at| whole.is_char_boundary(at))
                .unwrap_or(0);
            json_response(whole[..half].to_owned())
        }
        Effect::Oversize => {
            body["Padding"] = Value::String("0".repeat(OVERSIZE_BYTES));
            Json(body).into_response()
        }
        Effect::NoResult => {
            Json(json!({"Response": {"RequestId": body["Response"]["RequestId"]}})).into_response()
        }
    }
}

fn json_response(text: String) -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        Body::from(text),
    )
        .into_response()
}
