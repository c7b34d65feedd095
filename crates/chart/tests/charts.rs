//! Tests of the charts without a browser: the shapes and their places, the contents of tables and crosshairs, and the
//! drawing of unusual data. The expected pictures are in `tests/pictures`. With `HOLDFAST_BLESS=1`, the tests rewrite
//! these files. Look at the new pictures before you commit them.

mod drawing;

use drawing::*;
use holdfast_chart::{
    Chart, CohortChart, FanChart, GapChart, HeatMap, PlotArea, PlotPosition, Point, Shape, Theme, TornadoChart,
};
use holdfast_engine::Quantity;
use holdfast_scenario::{Scenario, Study, Unit, presets};
use plotters::prelude::RGBColor;
use std::{env, fs};

/// All kinds of charts, each with the name of its picture.
fn all() -> Vec<(&'static str, Box<dyn Chart>)> {
    let (leaky, everything) = (leaky_bucket(), everything());
    vec![
        ("fan", Box::new(fan(&leaky, false))),
        ("fan-log", Box::new(FanChart { is_log: true, target: None, ..fan(&leaky, false) })),
        ("fan-many", Box::new(fan(&eight(), false))),
        ("fan-events", Box::new(fan(&everything, true))),
        ("gap", Box::new(gap(&leaky, 2, 0))),
        ("gap-close", Box::new(gap(&leaky, 0, 1))),
        ("histogram", Box::new(distribution(&leaky, Quantity::Mrr, false))),
        ("dots", Box::new(distribution(&leaky, Quantity::Customers, true))),
        ("histogram-many", Box::new(distribution(&eight(), Quantity::Mrr, false))),
        ("dots-many", Box::new(distribution(&eight(), Quantity::Mrr, true))),
        ("movements", Box::new(movements(&everything))),
        ("movements-long", Box::new(movements(&long()))),
        ("cohorts", Box::new(cohorts(&everything, false))),
        ("cohorts-mrr", Box::new(cohorts(&growing(), true))),
        ("survival", Box::new(survivals(&leaky))),
        ("tornado", Box::new(tornado())),
        ("tornado-few", Box::new(few_bars())),
        ("heat", Box::new(heat((21, 21)))),
        ("heat-half", Box::new(half_heat())),
        ("heat-few", Box::new(HeatMap { color: 7, here: Some((0.005, 150.0)), ..heat((6, 5)) })),
    ]
}

/// A study of twenty years.
fn long() -> holdfast_scenario::CheckedStudy {
    Study { horizon_months: 240, ..presets::leaky_bucket() }.check().unwrap()
}

/// A study in which expansion exceeds churn.
fn growing() -> holdfast_scenario::CheckedStudy {
    let study = presets::retention_is_the_new_acquisition();
    let scenarios = vec![study.scenarios[3].clone()];
    Study { horizon_months: 12, scenarios, ..study }.check().unwrap()
}

#[test]
fn the_pictures_are_unchanged() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    let bless = env::var_os("HOLDFAST_BLESS").is_some();
    let mut known: Vec<String> = Vec::new();
    for (name, chart) in all() {
        for (suffix, size, is_dark) in [("", (900, 420), false), ("-phone", (320, 200), true)] {
            let picture = svg(&*chart, size, &theme(is_dark, 13.0, 4.0));
            let file = format!("{name}{suffix}.svg");
            if bless {
                fs::write(folder.join(&file), &picture).unwrap();
            }
            let before = fs::read_to_string(folder.join(&file)).unwrap_or_default();
            assert!(before == picture, "{file} has changed: HOLDFAST_BLESS=1 rewrites it, then look at it");
            known.push(file);
        }
    }
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&name), "{name} belongs to no chart");
    }
}

/// For a shape that is a text: the text and two opposite corners of its box. Returns `None` for any other shape.
fn text_box<'a>(shape: &'a Shape, theme: &Theme) -> Option<(&'a str, Point, Point)> {
    let Shape::Text { text, at, anchor, .. } = shape else { return None };
    let wide = width(theme, text);
    let left = at.0 - wide * [0.0, 0.5, 1.0][*anchor as usize];
    // About half the height of capital letters and digits.
    let half = 0.38 * theme.px(theme.font_px);
    Some((text, (left, at.1 - half), (left + wide, at.1 + half)))
}

#[test]
fn no_text_overlaps_another_or_is_cut_off() {
    let sizes = [(320.0, 200.0), (360.0, 240.0), (420.0, 520.0), (560.0, 260.0), (900.0, 420.0), (1800.0, 900.0)];
    let mut charts = all();
    let many = eight();
    charts.push(("many curves", Box::new(survivals(&many))));
    charts.push(("a gap of long names", Box::new(gap(&many, 5, 2))));
    for (name, chart) in charts {
        for (size, font_px) in sizes.into_iter().flat_map(|size| [(size, 13.0), (size, 17.0)]) {
            let theme = theme(false, font_px, 8.0);
            let (shapes, _) = shapes(&*chart, size, &theme);
            let texts: Vec<_> = shapes.iter().filter_map(|shape| text_box(shape, &theme)).collect();
            for (at, (text, low, high)) in texts.iter().enumerate() {
                let inside = low.0 >= -1.0
                    && low.1 >= -1.0
                    && high.0 <= theme.px(size.0) + 1.0
                    && high.1 <= theme.px(size.1) + 1.0;
                assert!(inside, "{name} {size:?}: {text:?} is cut off");
                for (other, from, to) in &texts[at + 1..] {
                    let apart = high.0 <= from.0 || to.0 <= low.0 || high.1 <= from.1 || to.1 <= low.1;
                    assert!(apart, "{name} {size:?} {font_px}: {text:?} lies on {other:?}");
                }
            }
        }
    }
}

/// Eight scenarios with names as long as a study allows.
fn eight() -> holdfast_scenario::CheckedStudy {
    let study = presets::leaky_bucket();
    let scenario = |at: u64| Scenario {
        name: format!("{at} {}", "name & <b>".repeat(20)).chars().take(200).collect(),
        color: at,
        ..study.scenarios[at as usize % 3].clone()
    };
    // The names are first made longer than a study allows, as a link could contain them. Then the test cuts them to 60
    // characters, so that the study passes the check.
    let (mut source, names) = (study.clone(), (0..8).map(scenario).collect::<Vec<_>>());
    source.scenarios =
        names.iter().map(|long| Scenario { name: long.name.chars().take(60).collect(), ..long.clone() }).collect();
    source.check().unwrap().with_runs(256)
}

#[test]
fn texts_are_escaped() {
    let picture = svg(&fan(&eight(), false), (900, 420), &theme(false, 13.0, 1.0));
    assert!(picture.contains("name &amp; &lt;b&gt;") && !picture.contains("<b>"));
}

/// All points of a picture.
fn points(shapes: &[Shape]) -> Vec<Point> {
    let points = shapes.iter().flat_map(|shape| match shape {
        Shape::Path { points, .. } | Shape::Area { points, .. } => points.clone(),
        Shape::Dot { at, .. } | Shape::Text { at, .. } => vec![*at],
    });
    points.collect()
}

fn is_drawn(points: &[Point], (x, y): Point) -> bool {
    points.iter().any(|point| (point.0 - x).abs() < 1e-6 && (point.1 - y).abs() < 1e-6)
}

#[test]
fn tables_and_crosshairs_agree_with_the_picture() {
    let light = theme(false, 13.0, 8.0);
    for (name, chart) in all() {
        let (shapes, plot) = shapes(&*chart, (900.0, 420.0), &light);
        let points = points(&shapes);
        let table = with_formats(|formats| chart.table(formats));
        assert!(table.rows.iter().all(|(_, values)| values.len() == table.columns.len()), "{name}");
        let grouped: usize = table.groups.iter().map(|(_, count)| count).sum();
        assert!(table.groups.is_empty() || grouped == table.columns.len(), "{name}");
        let value = |row: usize, column: usize| table.rows[row].1[column];
        match name {
            "fan" | "fan-events" | "survival" => {
                // In the table, `column` holds an expected path or a survival curve. A point of a dashed line may lie
                // in a gap between two strokes, but the first point is always drawn.
                for column in (0..table.columns.len()).step_by(if name == "survival" { 1 } else { 6 }) {
                    assert!(is_drawn(&points, (plot.x(0), plot.y(value(0, column)))), "{name} {column}");
                }
            }
            "gap" | "gap-close" => {
                for month in 0..=60 {
                    for level in [1, 2, 4, 5] {
                        assert!(is_drawn(&points, (plot.x(month), plot.y(value(month, level)))), "{name} {month}");
                    }
                }
            }
            "movements" => {
                let last = table.columns.len() - 1;
                for month in 0..24 {
                    let sum: f64 = (0..last).map(|column| value(month, column)).sum();
                    assert!((sum - value(month, last)).abs() < 1e-6 * sum.abs(), "the parts add up to the net change");
                    let above: f64 = (0..last).map(|column| value(month, column).max(0.0)).sum();
                    assert!(points.iter().any(|point| (point.1 - plot.y(above)).abs() < 1e-6), "{month}");
                    assert!(is_drawn(&points, (plot.x(month), plot.y(value(month, last)))));
                }
            }
            "histogram" => {
                for bin in 0..table.rows.len() {
                    for column in (1..table.columns.len()).step_by(2).filter(|&column| value(bin, column) > 0.0) {
                        assert!(is_drawn(&points, (plot.x_of(bin as f64 - 0.5), plot.y(value(bin, column)))));
                    }
                }
                let last = table.rows.len() - 1;
                assert!(
                    (2..7).step_by(2).all(|column| (value(last, column) - 1.0).abs() < 1e-12),
                    "all values are at or below the last edge"
                );
            }
            "dots" => {
                let dots = shapes.iter().filter(|shape| matches!(shape, Shape::Dot { .. })).count();
                assert_eq!(dots, 3 * 50);
            }
            _ => {}
        }
        // At every position, the last value that the crosshair shows is in the table.
        for (row, column) in (0..plot.rows).flat_map(|row| (0..plot.columns()).map(move |column| (row, column))) {
            let reading = with_formats(|formats| chart.reading(PlotPosition { column, row }, formats));
            let cells = match name.split('-').next() {
                Some("cohorts") => vec![value(row, column)],
                Some("heat") => vec![value(plot.rows - 1 - row, column)],
                Some("tornado") => table.rows[row].1.clone(),
                _ => table.rows[column].1.clone(),
            };
            let said: Vec<String> = with_formats(|formats| {
                let units = table.columns.iter().map(|(_, unit)| *unit);
                cells.iter().zip(units).map(|(&value, unit)| (formats.value)(value, unit)).collect()
            });
            let read = reading.rows.last().unwrap();
            assert!(
                !reading.title.is_empty() && said.contains(&read.value),
                "{name} {row} {column}: {read:?} {said:?}"
            );
        }
    }
}

#[test]
fn cells_are_darker_for_greater_shares() {
    let chart = cohorts(&everything(), false);
    let (shapes, plot) = shapes(&chart, (900.0, 420.0), &theme(false, 13.0, 8.0));
    let at = |row: usize, column: usize| {
        colors_at(&shapes, (plot.x(column), plot.y_of_row(row))).first().map(|color| color.0)
    };
    let reds: Vec<u8> = (0..24).map(|age| at(0, age).unwrap()).collect();
    assert!(reds.is_sorted() && reds[0] == 0 && reds[23] > 100, "{reds:?}");
    assert_eq!(at(20, 10), None, "no cell without a value");
}

/// The colours of the areas that cover a point, in the order of painting.
fn colors_at(shapes: &[Shape], (x, y): Point) -> Vec<(u8, u8, u8)> {
    let covers = |points: &[Point]| points[0].0 <= x && x <= points[2].0 && points[0].1 <= y && y <= points[2].1;
    let color = |shape: &Shape| match shape {
        Shape::Area { points, color } if covers(points) => Some((color.0, color.1, color.2)),
        _ => None,
    };
    shapes.iter().filter_map(color).collect()
}

#[test]
fn a_heat_map_has_its_least_row_at_the_bottom_and_no_cells_without_values() {
    let light = theme(false, 13.0, 8.0);
    let map = heat((21, 21));
    let (drawn, plot) = shapes(&map, (900.0, 420.0), &light);
    let reds = |drawn: &[Shape], column: usize| -> Vec<Option<u8>> {
        let at = |row: usize| colors_at(drawn, (plot.x(column), plot.y_of_row(row))).first().map(|color| color.0);
        (0..21).rev().map(at).collect()
    };
    // As the price rises, the outcome rises until the price is 60, and then it falls. The price of 60 lies between the
    // eighth and the ninth row. A greater outcome has a darker cell, which has less red.
    let least = reds(&drawn, 0);
    assert!(least[..8].is_sorted_by(|a, b| a > b) && least[8..].is_sorted_by(|a, b| a < b), "{least:?}");
    assert!((reds(&drawn, 20)[0].unwrap(), least[7]) > (200, Some(0)), "higher churn lowers the outcome");
    let (half, _) = shapes(&half_heat(), (900.0, 420.0), &light);
    assert_eq!(reds(&half, 1), [None; 21]);
    assert_eq!(reds(&half, 5).iter().flatten().count(), 11, "this column is computed in the lower half only");
    assert_eq!(reds(&half, 4).iter().flatten().count(), 14, "this column is also computed in every fourth row above");
}

#[test]
fn contours_lie_at_the_levels_of_their_labels() {
    let map = heat((21, 21));
    let (drawn, plot) = shapes(&map, (900.0, 420.0), &theme(false, 13.0, 8.0));
    let between = |values: &[f64], place: f64| values[0] + (values[20] - values[0]) * place / 20.0;
    let value = |(x, y): Point| {
        let churn = between(&map.columns, 21.0 * (x - plot.left) / (plot.right - plot.left) - 0.5);
        let price = between(&map.rows, 21.0 * (plot.bottom - y) / (plot.bottom - plot.top) - 0.5);
        800.0 * 0.12 * (-price / 60.0).exp() * price * (1.0 - (1.0 - churn).powi(60)) / churn
    };
    let mut levels: Vec<f64> = Vec::new();
    for shape in &drawn {
        let Shape::Path { points, .. } = shape else { continue };
        if points.len() > 2 {
            let level = (value(points[1]) / 20e3).round() * 20e3;
            assert!(points.iter().all(|&at| (value(at) / level - 1.0).abs() < 0.02), "{level} {points:?}");
            levels.push(level);
        }
    }
    levels.sort_by(f64::total_cmp);
    levels.dedup();
    assert_eq!(levels, [20e3, 40e3, 60e3, 80e3, 100e3]);
    let labels = texts(&map, (900.0, 420.0));
    assert!(["$20k", "$40k", "$60k", "$80k", "$100k"].iter().all(|level| labels.iter().any(|text| text == level)));
    // The ring is at the current values, which are 3.5% and $49.
    let ring: Vec<Point> =
        drawn.iter().filter_map(|shape| if let Shape::Dot { at, .. } = shape { Some(*at) } else { None }).collect();
    let x = plot.left + (plot.right - plot.left) * (20.0 * (0.035 - 0.005) / 0.055 + 0.5) / 21.0;
    let y = plot.bottom - (plot.bottom - plot.top) * (20.0 * (49.0 - 10.0) / 140.0 + 0.5) / 21.0;
    assert!(ring.len() == 4 && ring.iter().all(|at| (at.0 - x).abs() + (at.1 - y).abs() < 1e-6), "{ring:?}");
    let away = HeatMap { here: Some((0.07, 49.0)), ..map };
    assert!(!shapes(&away, (900.0, 420.0), &theme(false, 13.0, 8.0)).0.iter().any(|s| matches!(s, Shape::Dot { .. })));
}

#[test]
fn lengths_of_bars_are_the_changes_of_the_outcome() {
    let chart = tornado();
    let light = theme(false, 13.0, 8.0);
    let mut turned = chart.clone();
    turned.bars.iter_mut().for_each(|bar| {
        bar.ends.reverse();
        bar.outcome.reverse();
    });
    let wide = (900.0, 420.0);
    for (chart, size, unsaid) in [(&chart, wide, [6, 9]), (&chart, (340.0, 300.0), [6, 9]), (&turned, wide, [7, 8])] {
        let (drawn, plot) = shapes(chart, size, &light);
        assert_eq!(plot.rows, chart.bars.len());
        let parts: Vec<&Vec<Point>> = drawn
            .iter()
            .filter_map(|shape| if let Shape::Area { points, .. } = shape { Some(points) } else { None })
            .filter(|points| points[0].1 > plot.top)
            .collect();
        let moved: Vec<f64> = chart
            .bars
            .iter()
            .flat_map(|bar| bar.outcome)
            .map(|to| to - chart.base)
            .filter(|by| by.abs() > 0.0)
            .collect();
        assert_eq!(parts.len(), moved.len(), "there is one part for each end that changes the outcome");
        let scale = (parts[0][1].0 - parts[0][0].0) / moved[0];
        for (part, by) in parts.iter().zip(moved) {
            assert!((part[1].0 - part[0].0 - scale * by).abs() < 1e-6 && part[0].0 == parts[0][0].0);
            assert!(part.iter().all(|at| plot.left <= at.0 && at.0 <= plot.right));
        }
        // Beside each end of a bar there is the input's value. It is left out at an end without an outcome. If both
        // ends are on the same side of the base outcome, it is left out at the end that is nearer to the base outcome.
        let texts = texts(chart, size);
        let is_told = |text: &String| texts.contains(text);
        let told: Vec<bool> = chart.bars.iter().flat_map(|bar| bar.ends.each_ref().map(is_told)).collect();
        let silent: Vec<usize> = (0..told.len()).filter(|&end| !told[end]).collect();
        assert_eq!(silent, unsaid, "{texts:?}");
    }
    let (_, plot) = shapes(&chart, (320.0, 200.0), &light);
    assert_eq!(plot.rows, 7, "there is one bar for each line of text that fits");
    assert_eq!(with_formats(|formats| chart.table(formats)).rows.len(), 9);
}

#[test]
fn a_scale_changes_only_the_size() {
    for (name, chart) in all() {
        let frames = [1.0, 8.0].map(|scale| shapes(&*chart, (900.0, 420.0), &theme(false, 13.0, scale)).1);
        let ends = frames.map(|PlotArea { left, top, right, bottom, .. }| [left, top, right, bottom]);
        assert!(ends[0].iter().zip(&ends[1]).all(|(one, eight)| (one - eight / 8.0).abs() < 0.01), "{name}");
    }
}

/// Charts of unusual data: without values, with NaN, with a single value, or with very long names.
fn unusual() -> Vec<Box<dyn Chart>> {
    let mut out: Vec<Box<dyn Chart>> = Vec::new();
    let (leaky, many) = (leaky_bucket(), eight());
    let spoil = |values: &mut Vec<f64>| values.iter_mut().step_by(2).for_each(|value| *value = f64::NAN);
    for study in [&leaky, &many] {
        let of = [0, 1].map(|has| (fan(study, has == 1), distribution(study, Quantity::Mrr, has == 1)));
        for (fan, distribution) in of {
            for value in [f64::NAN, 0.0, 7.0, -1e12] {
                let (mut fan, mut distribution) = (fan.clone(), distribution.clone());
                fan.curves.iter_mut().for_each(|curve| curve.expected.iter_mut().for_each(|at| *at = value));
                fan.is_log = value == 7.0;
                distribution
                    .scenarios
                    .iter_mut()
                    .for_each(|spread| spread.values.iter_mut().for_each(|at| *at = value));
                out.extend([Box::new(fan) as Box<dyn Chart>, Box::new(distribution)]);
            }
            let (mut fan, mut distribution) = (fan, distribution);
            fan.curves.iter_mut().for_each(|curve| {
                spoil(&mut curve.expected);
                curve.stats.iter_mut().step_by(3).for_each(|stats| *stats = Default::default());
                curve.label = "long ".repeat(40);
            });
            distribution.scenarios.iter_mut().for_each(|spread| spread.label = "long ".repeat(40));
            distribution.scenarios[0].values.clear();
            let bare = FanChart { curves: Vec::new(), last_month: 0, ..fan.clone() };
            let mut none = distribution.clone();
            none.scenarios.iter_mut().for_each(|spread| spread.values.clear());
            let mut empty = distribution.clone();
            empty.scenarios.clear();
            out.extend([
                Box::new(fan) as Box<dyn Chart>,
                Box::new(bare),
                Box::new(distribution),
                Box::new(none),
                Box::new(empty),
            ]);
        }
    }
    let mut gap = gap(&many, 3, 3);
    out.push(Box::new(gap.clone()));
    gap.stats.clear();
    out.push(Box::new(gap.clone()));
    (gap.expected, gap.last_month) = (Vec::new(), 0);
    out.push(Box::new(gap));
    let mut moves = movements(&long());
    out.push(Box::new(moves.clone()));
    moves.parts.iter_mut().for_each(|part| spoil(&mut part.values));
    out.push(Box::new(moves.clone()));
    moves.net.truncate(1);
    out.push(Box::new(moves.clone()));
    (moves.parts, moves.net) = (Vec::new(), Vec::new());
    out.push(Box::new(moves));
    let mut cells = cohorts(&long(), true);
    out.push(Box::new(cells.clone()));
    cells.cohorts.iter_mut().for_each(|cohort| spoil(&mut cohort.left));
    out.push(Box::new(cells.clone()));
    cells.cohorts.clear();
    out.push(Box::new(cells));
    let mut curves = survivals(&many);
    curves.curves.iter_mut().for_each(|curve| spoil(&mut curve.left));
    out.push(Box::new(curves.clone()));
    curves.curves.clear();
    out.push(Box::new(curves));
    for base in [f64::NAN, 0.0, 1e300] {
        let mut bars = TornadoChart { base, ..tornado() };
        bars.bars.iter_mut().for_each(|bar| bar.name = "long ".repeat(40));
        bars.bars[1].ends = ["low ", "high "].map(|end| end.repeat(40));
        out.push(Box::new(bars.clone()));
        bars.bars.iter_mut().for_each(|bar| bar.outcome = [base, f64::NAN]);
        out.push(Box::new(bars.clone()));
        bars.bars.clear();
        out.push(Box::new(bars));
    }
    for value in [f64::NAN, 0.0, -1e300] {
        let mut map = HeatMap { here: Some((f64::NAN, 1e300)), ..heat((5, 4)) };
        map.values[2] = vec![value; 5];
        out.push(Box::new(map.clone()));
        map.values.iter_mut().for_each(|values| *values = vec![value; 5]);
        out.push(Box::new(map.clone()));
        (map.columns, map.here) = (vec![0.02], None);
        out.push(Box::new(map.clone()));
        map.rows.clear();
        out.push(Box::new(map.clone()));
        (map.values, map.columns) = (Vec::new(), Vec::new());
        out.push(Box::new(map));
    }
    out
}

#[test]
fn unusual_data_breaks_no_picture() {
    for chart in unusual().into_iter().chain(all().into_iter().map(|(_, chart)| chart)) {
        for (size, scale) in [((1, 1), 1.0), ((60, 20), 2.0), ((320, 200), 1.0), ((2000, 900), 1.0)] {
            let picture = svg(&*chart, size, &theme(true, 13.0, scale));
            assert!(picture.starts_with("<svg"));
        }
        let (shapes, _) = shapes(&*chart, (320.0, 200.0), &theme(true, 13.0, 1.0));
        assert!(points(&shapes).iter().all(|(x, y)| x.is_finite() && y.is_finite()));
        with_formats(|formats| {
            for column in [0, 1, 59, 60, 240, usize::MAX] {
                for row in [0, 1, 7, 200, usize::MAX] {
                    chart.reading(PlotPosition { column, row }, formats);
                }
            }
            let table = chart.table(formats);
            assert_eq!(table.heads().len(), table.columns.len() + 1);
            assert!(table.rows.iter().all(|(_, values)| values.len() == table.columns.len()));
        });
    }
}

#[test]
fn a_narrow_chart_has_no_names_at_line_ends() {
    let chart = fan(&leaky_bucket(), false);
    let light = theme(false, 13.0, 8.0);
    let names = |size: (f64, f64)| {
        let shapes = shapes(&chart, size, &light).0;
        shapes.iter().filter(|shape| matches!(shape, Shape::Text { text, .. } if text.ends_with("churn"))).count()
    };
    assert_eq!((names((900.0, 400.0)), names((360.0, 300.0))), (3, 0));
}

/// All texts in the picture of a chart.
fn texts(chart: &dyn Chart, size: (f64, f64)) -> Vec<String> {
    let shapes = shapes(chart, size, &theme(false, 13.0, 8.0)).0.into_iter();
    let text = |shape| if let Shape::Text { text, .. } = shape { Some(text) } else { None };
    shapes.filter_map(text).collect()
}

#[test]
fn an_empty_chart_shows_its_reason() {
    let none = || "Nothing to see here, and why".to_string();
    let fan = FanChart { curves: Vec::new(), none: none(), ..fan(&leaky_bucket(), false) };
    assert!(texts(&fan, (900.0, 420.0)).contains(&none()));
    let gap = GapChart { none: none(), ..gap(&leaky_bucket(), 0, 0) };
    assert_eq!(texts(&gap, (900.0, 420.0)), [none()]);
    assert_eq!(texts(&gap, (160.0, 200.0)), ["Nothing to see here,", "and why"], "the text is broken into two lines");
    let cohorts = CohortChart { cohorts: Vec::new(), none: none(), ..cohorts(&everything(), false) };
    assert!(texts(&cohorts, (900.0, 420.0)).contains(&none()));
    let tornado = TornadoChart { bars: Vec::new(), none: none(), ..tornado() };
    assert_eq!(texts(&tornado, (900.0, 420.0)), [none()]);
    let map = HeatMap { values: Vec::new(), none: none(), ..heat((5, 5)) };
    assert!(texts(&map, (900.0, 420.0)).contains(&map.pending));
    let map = HeatMap { pending: String::new(), ..map };
    assert!(texts(&map, (900.0, 420.0)).contains(&none()));
}

#[test]
fn leaders_connect_moved_labels_to_their_lines() {
    let light = theme(false, 13.0, 8.0);
    let (shapes, plot) = shapes(&fan(&eight(), false), (900.0, 420.0), &light);
    let beside = |at: &Point| at.0 > plot.right;
    let labels: Vec<f64> = shapes
        .iter()
        .filter_map(|shape| text_box(shape, &light))
        .map(|(_, low, high)| (low, high))
        .filter(|(low, _)| beside(low))
        .map(|(low, high)| 0.5 * (low.1 + high.1))
        .collect();
    let leaders: Vec<f64> = shapes
        .iter()
        .filter_map(|shape| match shape {
            Shape::Path { points, .. } if beside(&points[0]) => points.last().map(|at| at.1),
            _ => None,
        })
        .collect();
    assert_eq!(labels.len(), 8);
    assert!((3..8).contains(&leaders.len()));
    assert!(leaders.iter().all(|to| labels.iter().any(|label| (label - to).abs() < 1.0)));
}

#[test]
fn dots_too_small_to_count_become_lines_and_bars() {
    let mut dots = distribution(&eight(), Quantity::Mrr, true);
    assert!(texts(&dots, (900.0, 420.0)).contains(&dots.labels.dot));
    let narrow = &mut dots.scenarios[0];
    narrow.values.fill(narrow.median);
    let (shapes, _) = shapes(&dots, (900.0, 420.0), &theme(false, 13.0, 8.0));
    assert!(texts(&dots, (900.0, 420.0)).contains(&dots.labels.strip));
    assert!(!shapes.iter().any(|shape| matches!(shape, Shape::Dot { .. })));
}

#[test]
fn units_stand_on_the_axes() {
    for (name, chart) in all() {
        let (shapes, _) = shapes(&*chart, (900.0, 420.0), &theme(false, 13.0, 8.0));
        let has =
            |sign: char| shapes.iter().any(|shape| matches!(shape, Shape::Text { text, .. } if text.contains(sign)));
        let is_share = ["survival", "cohorts", "cohorts-mrr", "histogram"].contains(&name);
        assert!(if is_share { has('%') } else { name == "dots" || has('$') }, "{name}");
    }
    let _ = Unit::Share;
}

#[test]
fn colours_are_read_from_style_sheets() {
    assert_eq!(Theme::color(" #0b5C7a"), Some(RGBColor(11, 92, 122)));
    assert_eq!(Theme::color("rgb(11, 92, 122)"), Some(RGBColor(11, 92, 122)));
    for text in ["", "#fff", "red", "#12345g", "#1234567", "#é1234", "rgb(1, 2)", "rgb(1, 2, 256)"] {
        assert_eq!(Theme::color(text), None, "{text}");
    }
    let theme = theme(false, 13.0, 1.0);
    assert_eq!(theme.series(8 + 1), RGBColor(140, 188, 211), "the same colour, lighter");
    assert_eq!((theme.pure(9), theme.series(17)), (theme.series(1), theme.series(1)));
}
