//! Charts on a backend without a browser: what is drawn, where, and that nothing a study can hold breaks a picture.

use holdfast::chart::{Curve, Fan, Frame, Theme, draw_fan};
use holdfast::engine::{Quantity, expected};
use holdfast::pool::{Desk, Job, inline::Inline};
use holdfast::scenario::presets;
use holdfast::summary::{Stats, Track};
use plotters::prelude::{IntoDrawingArea, RGBColor, SVGBackend};

fn theme(scale: f64) -> Theme {
    let color = |css| Theme::color(css).unwrap();
    Theme {
        background: color("#ffffff"),
        text: color("#17222c"),
        muted: color("#54626f"),
        grid: color("#e1e6eb"),
        palette: ["#b04a00", "#00699e", "#00755a"].map(color).to_vec(),
        font: "sans-serif".into(),
        font_px: 13.0,
        scale,
    }
}

fn draw(curves: &[Curve], (width, height): (u32, u32), scale: f64) -> (String, Frame) {
    let mut svg = String::new();
    let frame = {
        let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        let fan = Fan {
            curves,
            month_axis: "Month",
            value_axis: "MRR",
            value_label: &|value| format!("${:.1}M", value / 1e6),
        };
        let frame = draw_fan(&area, &fan, &theme(scale)).unwrap();
        area.present().unwrap();
        frame
    };
    (svg, frame)
}

/// The default page's chart, of 256 futures.
fn leaky_bucket() -> Vec<Curve> {
    let study = presets::leaky_bucket().check().unwrap().with_runs(256);
    let tracks: Vec<Track> = (0..3).map(|at| Track::own(at, Quantity::Mrr)).collect();
    let summary = Desk::new(Inline::default()).run(Job::new(study.clone(), tracks.clone())).unwrap();
    let names = study.source().scenarios.iter().zip(study.scenarios()).zip(tracks);
    let curve = |((typed, checked), track)| {
        let typed: &holdfast::scenario::Scenario = typed;
        Curve {
            label: typed.name.clone(),
            color: typed.color,
            expected: expected(checked, 60)[Quantity::Mrr].clone(),
            stats: summary.months(track).unwrap().to_vec(),
        }
    };
    names.map(curve).collect()
}

#[test]
fn a_fan_has_lines_bands_ticks_and_labels_where_they_belong() {
    let curves = leaky_bucket();
    let (svg, frame) = draw(&curves, (900, 400), 1.0);
    for text in ["4% churn", "3.5% churn", "0.5% churn", "Month", "MRR", "$0.0M", "$2.0M", ">\n60\n<", ">\n24\n<"] {
        assert!(svg.contains(text), "{text} is missing in {svg}");
    }
    assert_eq!(svg.matches("<polygon").count(), 6, "two bands for each scenario");
    assert!(frame.left > 20.0 && frame.right < 900.0 && frame.top > 10.0 && frame.bottom < 400.0, "{frame:?}");
    let greatest = curves.iter().flat_map(|curve| &curve.stats).map(Stats::p95).fold(0.0, f64::max);
    assert!(frame.top_value >= greatest, "nothing is cut off");
    // The expected path's last point is where the geometry says.
    let (x, y) = (frame.x(60).round(), frame.y(curves[2].expected[60]).round());
    assert!(svg.contains(&format!("{x},{y} ")) || svg.contains(&format!("{x},{y}\"")), "no line ends at {x},{y}");
}

#[test]
fn a_narrow_chart_leaves_its_labels_to_the_legend() {
    let (svg, _) = draw(&leaky_bucket(), (360, 300), 1.0);
    assert!(!svg.contains("4% churn"));
}

#[test]
fn any_scale_gives_the_same_picture() {
    let curves = leaky_bucket();
    let (_, one) = draw(&curves, (900, 400), 1.0);
    let (_, eight) = draw(&curves, (7200, 3200), 8.0);
    for (a, b) in [(one.left, eight.left), (one.right, eight.right), (one.top, eight.top), (one.bottom, eight.bottom)] {
        assert!((a - b / 8.0).abs() < 2.0, "{one:?} {eight:?}");
    }
}

#[test]
fn nothing_that_can_happen_breaks_a_picture() {
    let curve = |expected: Vec<f64>, stats: Vec<Stats>| Curve { label: "x".repeat(200), color: 9, expected, stats };
    for curves in [
        vec![],
        vec![curve(vec![], vec![])],
        vec![curve(vec![0.0; 2], vec![Stats::default(); 2])],
        vec![curve(vec![1e12; 241], vec![])],
        vec![curve(vec![1e-9; 2], vec![]); 8],
    ] {
        for size in [(1, 1), (60, 20), (2000, 900)] {
            draw(&curves, size, 2.0);
        }
    }
}

#[test]
fn colours_are_read_from_style_sheets() {
    assert_eq!(Theme::color(" #0b5C7a"), Some(RGBColor(11, 92, 122)));
    for text in ["", "#fff", "red", "#12345g", "#1234567", "#é1234"] {
        assert_eq!(Theme::color(text), None, "{text}");
    }
}
