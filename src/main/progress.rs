//! How far a run is, on the terminal of who waits for it.
//!
//! A thread draws: a long evaluation tells nothing for a while, and the clock goes on.

use std::cell::RefCell;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use wirelint::cli::Waiting;
use wirelint::lint::{Stage, Watch};

/// What takes less is over before it could be read.
const MOMENT: Duration = Duration::from_millis(500);

const REDRAW: Duration = Duration::from_millis(100);

/// Nothing is drawn, and nothing started, before a run says something.
#[derive(Default)]
pub(crate) struct Progress(RefCell<Option<Drawing>>);

struct Drawing {
    told: Sender<Told>,
    thread: JoinHandle<()>,
}

enum Told {
    Stage(Stage),
    Units(usize),
    UnitDone,
}

impl Progress {
    fn tell(&self, told: Told) {
        let mut drawing = self.0.borrow_mut();
        if drawing.is_none() {
            let (sender, receiver) = mpsc::channel();
            let thread = thread::Builder::new().name("progress".into());
            // Without a thread to spare the run goes on unseen.
            *drawing = thread
                .spawn(move || draw(&receiver))
                .map(|thread| Drawing { told: sender, thread })
                .ok();
        }
        if let Some(it) = &*drawing {
            // Who draws may have failed, which is no reason to fail too.
            let _unheard = it.told.send(told);
        }
    }
}

impl Watch for Progress {
    fn stage(&self, stage: Stage) {
        self.tell(Told::Stage(stage));
    }

    fn units(&self, total: usize) {
        self.tell(Told::Units(total));
    }

    fn unit_done(&self) {
        self.tell(Told::UnitDone);
    }
}

impl Waiting for Progress {
    fn over(&self) {
        if let Some(Drawing { told, thread }) = self.0.take() {
            drop(told);
            // It failed, and said so.
            let _panicked = thread.join();
        }
    }
}

/// Draws what is told until nothing more will be, and wipes it away.
fn draw(told: &Receiver<Told>) {
    let start = Instant::now();
    let bar = ProgressBar::hidden().with_style(style("{spinner} {msg} {elapsed}"));
    loop {
        match told.recv_timeout(MOMENT.saturating_sub(start.elapsed())) {
            Ok(it) => show(&bar, &it),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
    bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
    bar.enable_steady_tick(REDRAW);
    told.iter().for_each(|it| show(&bar, &it));
    bar.finish_and_clear();
}

fn show(bar: &ProgressBar, told: &Told) {
    match told {
        Told::Stage(stage) => bar.set_message(match stage {
            Stage::Finding => "looking for templates and modules",
            Stage::Evaluating => "reading and evaluating",
            Stage::Judging => "judging",
            Stage::Settling => "putting together what was found",
        }),
        Told::Units(total) => {
            bar.set_length(u64::try_from(*total).unwrap_or(u64::MAX));
            bar.set_style(style("{spinner} {msg} {bar:30} {pos}/{len} {elapsed}"));
        }
        Told::UnitDone => bar.inc(1),
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is one of those above")
}
