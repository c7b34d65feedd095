//! Tests that tasks are unchanged after they are serialized and read back, and that payloads are not serialized.

use super::questions::{questions, study};
use crate::{Job, Reply, Task, WorkId};
use holdfast_engine::Quantity;
use holdfast_scenario::presets;
use holdfast_summary::{DetailRequest, Series, SummaryRequest, Track};

fn crossed(id: WorkId, task: &Task<()>) -> Task<()> {
    let bytes = postcard::to_allocvec(&(id, task)).unwrap();
    for len in 0..bytes.len() {
        assert!(postcard::from_bytes::<(WorkId, Task<()>)>(&bytes[..len]).is_err(), "{len} bytes of {}", bytes.len());
    }
    let (of, task): (WorkId, Task<()>) = postcard::from_bytes(&bytes).unwrap();
    assert_eq!(of, id);
    task
}

#[test]
fn a_job_crosses_unchanged() {
    let own = Series::ALL.map(|series| Track::own(2, series));
    let gaps = Quantity::ALL.map(|quantity| Track::gap(1, 0, quantity));
    let plain = SummaryRequest::from([&own[..], &gaps].concat());
    let detail = DetailRequest { tracks: gaps.to_vec(), spread_month: 240, samples: 20 };
    for request in [SummaryRequest { detail: Some(detail), ..plain.clone() }, plain] {
        let job = Job::new(presets::runway().check().unwrap().with_runs(777), request);
        let Task::Start(received) = crossed(300, &Task::Start(job.clone().into())) else { panic!() };
        assert_eq!(*received, job);
    }
}

#[test]
fn a_question_crosses_unchanged() {
    let study = study();
    for question in questions(&study, 77) {
        let task = Task::Ask { study: study.clone(), question: question.clone() };
        let Task::Ask { study: received, question: asked } = crossed(1, &task) else { panic!() };
        assert_eq!((received, asked), (study.clone(), question));
    }
}

#[test]
fn payloads_travel_beside_the_message() {
    let task: Task<i32> = Task::Finish { payloads: vec![1, 2] };
    let Task::Finish { payloads } = postcard::from_bytes::<Task<i32>>(&postcard::to_allocvec(&task).unwrap()).unwrap()
    else {
        panic!()
    };
    assert!(payloads.is_empty());
    let reply = Reply::Collected { payload: 7 };
    let Reply::Collected { payload } =
        postcard::from_bytes::<Reply<i32>>(&postcard::to_allocvec(&reply).unwrap()).unwrap()
    else {
        panic!()
    };
    assert_eq!(payload, 0);
}
