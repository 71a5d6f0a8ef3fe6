//! From the key to the paint, measured in the page of the real window on the demo desk; and what the window costs in
//! memory. `cargo xtask bench` holds the figures to their bound in an optimised build; everywhere else they are printed,
//! and what is tested is that every key does what it is for.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::secret_service::Session;
use thirtyfour::{By, Key, TypingData};

use crate::demo::made;
use crate::window::{Window, hook};

/// The key presses that are measured, by what they are for.
const MOVES: usize = 240;
const OPENINGS: usize = 60;
const NEXTS: usize = 40;
const OUTCOMES: usize = 100;
/// Presses of a key that does nothing: what a key costs in this engine, on this machine, now.
const IDLE: usize = 60;

/// At the 99th percentile, in milliseconds.
const BOUND: f64 = 50.0;

/// Hears each key first, and notes when what it is for has been painted: a frame that begins with the change in the
/// document, and then the first task after it.
const LISTEN: &str = r#"
    const marks = {
        idle: () => "idle",
        move: () => document.querySelector(".case-row.cursor")?.id,
        open: () => document.querySelector("[data-testid=case]")?.dataset.case,
        next: () => {
            const open = document.querySelector("[data-testid=case]");
            return open?.querySelector("[data-testid=release]") ? open.dataset.case : undefined;
        },
        outcome: () => document.querySelector("[data-testid^=choice-]:has(:checked)")?.dataset.testid,
    };
    window.pace = { kind: "idle", before: undefined, paints: [], arm(kind) {
        this.kind = kind;
        this.before = kind === "idle" ? undefined : marks[kind]();
        return this.paints.length;
    } };
    window.addEventListener("keydown", (event) => {
        const { kind, before } = window.pace;
        const begun = event.timeStamp;
        const look = () => {
            const now = marks[kind]();
            if (now === undefined || now === before) return requestAnimationFrame(look);
            const painted = new MessageChannel();
            painted.port1.onmessage = () => window.pace.paints.push(performance.now() - begun);
            painted.port2.postMessage(0);
        };
        requestAnimationFrame(look);
    }, { capture: true });
"#;

#[tokio::test]
async fn every_key_is_answered_at_once_on_the_demo_desk() {
    let session = Session::without_keychain();
    let desk = session.home().join("desk");
    made(&desk, "http://127.0.0.1:9");

    let started = Instant::now();
    let window = Window::open(&session, &desk, "speed").await;
    println!("cold start, driver included: {:?}", started.elapsed());
    let first =
        "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null";
    println!(
        "first contentful paint after the page began: {} ms",
        window.run(first, vec![]).await
    );
    window
        .click("[data-testid=demo-person][data-name=林晓]")
        .await;
    window.see(&hook("case-row")).await;
    println!("memory, signed in: {}", Memory::of(window.process()));
    window.run(LISTEN, vec![]).await;

    let mut pace = Pace::default();
    for _ in 0..IDLE {
        pace.press(&window, "idle", "x").await;
    }
    for at in 0..MOVES {
        pace.press(&window, "move", if at % 60 < 40 { "j" } else { "k" })
            .await;
    }
    for _ in 0..OPENINGS {
        pace.press(&window, "move", "k").await;
        pace.press(&window, "open", Key::Enter).await;
    }
    for _ in 0..NEXTS {
        pace.press(&window, "next", "n").await;
    }
    for at in 0..OUTCOMES {
        pace.press(&window, "outcome", ["1", "2", "3", "4"][at % 4])
            .await;
    }
    println!(
        "memory, after {} keys: {}",
        pace.count(),
        Memory::of(window.process())
    );
    let (all, idle) = pace.print();
    println!(
        "99th percentile of all against a key that does nothing: {:.1} times",
        all / idle
    );
    if std::env::var_os("VERIDESK_BENCH").is_some() {
        assert!(
            all < BOUND,
            "{all:.0} ms at the 99th percentile, at most {BOUND}"
        );
    }
    window.close().await;
}

/// Milliseconds from key to paint, by what the key is for.
#[derive(Default)]
struct Pace(BTreeMap<&'static str, Vec<f64>>);

impl Pace {
    async fn press(&mut self, window: &Window, kind: &'static str, key: impl Into<TypingData>) {
        let arm = "return window.pace.arm(arguments[0])";
        let before = window.run(arm, vec![json!(kind)]).await;
        let body = window.driver().find(By::Css("body")).await.unwrap();
        body.send_keys(key).await.unwrap();
        let begun = Instant::now();
        loop {
            let last = "return window.pace.paints.length > arguments[0] ? window.pace.paints.at(-1) : null";
            if let Value::Number(ms) = window.run(last, vec![before.clone()]).await {
                self.0.entry(kind).or_default().push(ms.as_f64().unwrap());
                return;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(10),
                "a key for {kind} is not answered"
            );
        }
    }

    fn count(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Prints a line a kind; answers the 99th percentile of all keys that do something, and of those that do not.
    fn print(&self) -> (f64, f64) {
        let idle = &self.0["idle"];
        let rest = self.0.iter().filter(|(kind, _)| **kind != "idle");
        let all: Vec<f64> = rest.flat_map(|(_, times)| times).copied().collect();
        for (kind, times) in &self.0 {
            print_line(kind, times);
        }
        print_line("all", &all);
        (percentile(&all, 99), percentile(idle, 99))
    }
}

fn print_line(of: &str, times: &[f64]) {
    println!(
        "key to paint, {of:>7}, {:>3} keys: 50th {:>3.0} ms, 95th {:>3.0} ms, 99th {:>3.0} ms, longest {:>3.0} ms",
        times.len(),
        percentile(times, 50),
        percentile(times, 95),
        percentile(times, 99),
        percentile(times, 100),
    );
}

/// The nearest-rank percentile.
fn percentile(times: &[f64], of: usize) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = (sorted.len() * of).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or(f64::NAN)
}

/// What the window's processes share of the machine's memory (PSS), in MiB.
struct Memory(BTreeMap<String, u64>);

impl Memory {
    /// Of every process that descends from this one but the driver itself.
    fn of(driver: u32) -> Self {
        let parents: BTreeMap<u32, u32> = processes().collect();
        let descends = |mut pid: u32| {
            while let Some(parent) = parents.get(&pid) {
                if *parent == driver {
                    return true;
                }
                pid = *parent;
            }
            false
        };
        let mut sums = BTreeMap::new();
        for pid in parents.keys().copied().filter(|pid| descends(*pid)) {
            let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
            *sums.entry(name.trim().to_owned()).or_default() += pss_kib(pid);
        }
        Self(sums)
    }
}

impl std::fmt::Display for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sum: u64 = self.0.values().sum();
        write!(f, "{} MiB PSS", sum / 1024)?;
        for (name, kib) in &self.0 {
            write!(f, ", {name} {}", kib / 1024)?;
        }
        Ok(())
    }
}

/// Every process with its parent.
fn processes() -> impl Iterator<Item = (u32, u32)> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        let status = fs::read_to_string(entry.path().join("status")).ok()?;
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"))?;
        Some((pid, parent.trim().parse().ok()?))
    })
}

fn pss_kib(pid: u32) -> u64 {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    line.and_then(|it| it.trim().trim_end_matches("kB").trim().parse().ok())
        .unwrap_or_default()
}
