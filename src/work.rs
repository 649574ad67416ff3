//! Jobs for the worker program: what the page does not do itself, because it takes long or needs what the page does not carry.
//!
//! The program is loaded and started when the first job is given. A job that is dropped is cancelled: its worker is ended. A worker whose job has come to its
//! end is kept for the next one, so that an editor that checks its text at each pause does not start one each time.

use std::cell::RefCell;
use std::rc::Rc;

use recraft_sim::quest::{read, write};
use recraft_worker::{Answer, BUILD, Request};

use crate::browser::Worker;

pub use crate::browser::WorkFailure;

/// What is heard of a job: an answer, or that there will be none.
pub type News = Result<Answer, WorkFailure>;

/// Gives jobs.
#[derive(Clone, Default)]
pub struct Jobs {
    /// A worker without a job.
    idle: Slot,
}

/// A job that was given. Dropping it cancels it.
pub struct Job {
    _at: Slot,
}

type Slot = Rc<RefCell<Option<Worker>>>;

impl Jobs {
    /// Gives a job. `on_news` hears its answers, up to the [last](Answer::is_last), or up to a failure.
    pub fn start(&self, request: &Request, on_news: impl Fn(News) + 'static) -> Job {
        let at = Slot::default();
        let Some(worker) = self.idle.take().or_else(|| Worker::start("recraft-worker", BUILD)) else {
            on_news(Err(WorkFailure::NoWorkers));
            return Job { _at: at };
        };
        let (idle, here) = (self.idle.clone(), Rc::downgrade(&at));
        worker.ask(write(request), move |heard| {
            // Bytes that are no answer cannot come from a worker of this build.
            let news = heard.and_then(|bytes| read::<Answer>(&bytes).map_err(|_| WorkFailure::BrokeDown));
            let worker = || here.upgrade().and_then(|at| at.take());
            match &news {
                Ok(answer) if answer.is_last() => drop(idle.replace(worker())),
                Ok(_) => {}
                Err(_) => drop(worker()),
            }
            on_news(news);
        });
        at.replace(Some(worker));
        Job { _at: at }
    }
}
