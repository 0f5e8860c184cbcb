# The few verbs that people need. CI runs the same lines.

# Everything that CI checks.
check:
    bash .ci/run

# The main job on the example case.
demo:
    cargo run --release -- trace examples/xinjiang

# The engine on random graphs, with the share of time per stage.
bench:
    cargo bench -p daylight-exposure

# Rewrites every expected output, to be read in the diff.
bless:
    UPDATE_EXPECT=1 cargo test --workspace
