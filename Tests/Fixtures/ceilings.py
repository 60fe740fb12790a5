"""Ceilings of gradient predictions, and bias and variance of gradients, in float64 PyTorch, for
ceilings.h5.

Ridge regressions are least squares of the data with rows of their own for the penalty, solved by an
orthogonal factorization; discounted gradients are carried back window by window; the square of a mean
is estimated from the products of different batches.
"""

import torch

import layered_fixtures
import layerwise
import reference
import window_fixtures
import windows

PENALTIES = [1e-6, 1e-4, 1e-3, 0.01, 0.1, 1.0, 10.0, 100.0]
PARTS = 4
RECURRENT = {
    "gru_linear": {"cell": "gru", "sg_scale": 0.6},
    "lstm_linear": {"cell": "lstm", "sg_scale": 0.3},
    "lstm_conditioned": {"cell": "lstm", "method": "sg_linear_conditioned", "sg_scale": 0.5},
    "gru_mlp": {"cell": "gru", "method": "sg_mlp", "sg_scale": 0.5},
    "elman_mixed": {"cell": "elman", "sg_scale": 0.5, "mixing_lambda": 0.4},
    "elman_carried": {"cell": "elman", "sg_scale": 0.7, "carried_clip_norm": 0.05},
    "gru_unscaled_bootstrap": {"cell": "gru", "sg_scale": 0.5, "scale_bootstrap": "no"},
    "gru_truncated": {"cell": "gru", "method": "truncated_bptt"},
    "gru_lambda": {"cell": "gru", "method": "bp_lambda_linear", "sg_scale": 0.5},
}
LAYERED = {
    "linear": {"method": "sg_linear"},
    "conditioned": {"method": "sg_linear_conditioned", "placement": "all"},
    "mixed": {"method": "sg_mlp", "layer_mixing": 0.4, "sg_scale": 0.5},
    "convolution": {"method": "sg_linear", "network": "convolution"},
}
SEQUENCE_BATCHES, IMAGE_BATCHES = 24, 40


def ridge(x, y, penalty):
    """W (X, Y) and b (Y) of the ridge regression, its penalty relative to the square of each input."""
    centred, targets = x - x.mean(0), y - y.mean(0)
    rows = torch.cat([centred, torch.diag(torch.sqrt(penalty * (centred**2).sum(0)))])
    sides = torch.cat([targets, torch.zeros(x.shape[1], y.shape[1])])
    w = torch.linalg.lstsq(rows, sides, driver="gelsd").solution
    return w, y.mean(0) - x.mean(0) @ w


def judged(prediction, y):
    """Cosine and R² of predictions of y."""
    cosine = (prediction * y).sum() / (prediction.norm() * y.norm())
    return cosine, 1 - ((prediction - y) ** 2).sum() / ((y - y.mean(0)) ** 2).sum()


def ceiling(x, y, samples):
    """Cosine and R² of maps fitted to one half of the pairs and judged by the other, both ways.

    samples: the number of every pair's sequence or image, by which they are dealt out."""
    parts = [samples % PARTS == part for part in range(PARTS)]
    predictions = torch.zeros_like(y)
    for one, two, judges in ((0, 1, parts[2] | parts[3]), (2, 3, parts[0] | parts[1])):
        errors = []
        for penalty in PENALTIES:
            w, b = ridge(x[parts[one]], y[parts[one]], penalty)
            errors.append(((x[parts[two]] @ w + b - y[parts[two]]) ** 2).sum().item())
        fitted = parts[one] | parts[two]

        def predicted(penalty):
            w, b = ridge(x[fitted], y[fitted], penalty)
            return x[judges] @ w + b

        predictions[judges] = predicted(PENALTIES[errors.index(min(errors))])
        # Where float32 might choose otherwise that must not matter.
        for penalty, error in zip(PENALTIES, errors):
            if error < min(errors) * (1 + 1e-6):
                pairs = zip(judged(predicted(penalty), y[judges]),
                            judged(predictions[judges], y[judges]))
                assert all(abs(other - own) < 2e-5 for other, own in pairs)
    return judged(predictions, y)


def ceilings(x, y, samples, state, prediction):
    """What is measured of one gradient, (6): see GradientCeiling; NaN where there is nothing."""
    nothing = (torch.tensor(float("nan")),) * 2
    return torch.stack([
        *ceiling(x[:, :state], y, samples),
        *(ceiling(x, y, samples) if x.shape[1] > state else nothing),
        *(judged(prediction, y) if prediction is not None else nothing)])


def pairs_fixture(draw):
    """Pairs as they come from anywhere."""
    state, inputs, width, rows, batches = 3, 5, 4, 7, 12
    x = draw.real(batches * rows, inputs)
    first = x @ draw.real(inputs, width) + draw.real(batches * rows, width) + 1
    second = torch.tanh(x[:, :1]) + 0.3 * draw.real(batches * rows, width)
    prediction = first + draw.real(batches * rows, width)
    first, second, prediction = (t.float().double() for t in (first, second, prediction))
    samples = torch.arange(batches * rows)
    maps = [torch.cat([w.flatten(), b]) for w, b in (ridge(x, first, p) for p in PENALTIES)]
    return {"x": x, "first": first, "second": second, "prediction": prediction,
            "maps": torch.stack(maps),
            "ceilings": torch.stack([ceilings(x, y, samples, state, prediction)
                                     for y in (first, second)])}


def recurrent_fixture(overrides, draw):
    """Sequences of one network: the ceilings of the future and of the discounted gradient."""
    case = window_fixtures.DEFAULTS | window_fixtures.BASE | overrides
    width = (2 if case["cell"] == "lstm" else 1) * window_fixtures.UNITS
    p = windows.variables(draw.tensors(window_fixtures.network_shapes(case["cell"]), 0.8))
    shapes = window_fixtures.synthesizer_shapes(case["method"], width, case["condition_steps"])
    q = draw.tensors(shapes or {}, 0.3)
    is_conditioned = "conditioned" in case["method"]
    settings = window_fixtures.settings_of(case)
    scale = case["sg_scale"] if case["scale_bootstrap"] == "yes" else 1.0
    inner = case["mixing_lambda"] + (1 - case["mixing_lambda"]) * scale
    sequences, inputs, future, discounted, samples = [], [], [], [], []
    for batch in range(SEQUENCE_BATCHES):
        sequence = window_fixtures.Sequence(draw, case, False)
        # Something that a state can know of.
        sequence.targets = torch.cat([sequence.targets[:2], sequence.symbols[:-2]])
        sequences.append(sequence)
        batch_size = window_fixtures.BATCH
        zero = torch.zeros(batch_size, width)
        whole = windows.Steps(sequence.part(0, window_fixtures.STEPS), p, zero, settings)
        exact = {}
        whole.backward(zero, lambda t, g: exact.setdefault(t, g))
        d = zero
        for start, end in reversed(sequence.cuts):
            window = windows.Steps(sequence.part(start, end), p, whole.states[start], settings)
            then = lambda t, g: inner * g if t > 0 else g
            arriving = scale * d if end < window_fixtures.STEPS else zero
            d, _ = window.backward(arriving, windows._carried_clipping(settings, then))
            if start == 0:
                continue
            seen = whole.states[start]
            if is_conditioned:
                steps = case["condition_steps"]
                seen = torch.cat([seen, sequence.conditions(start, start, steps)[0]], dim=1)
            inputs.append(seen)
            future.append(exact[start])
            discounted.append(d)
            samples.append(batch * batch_size + torch.arange(batch_size))
    x, y, d, samples = (torch.cat(parts) for parts in (inputs, future, discounted, samples))
    prediction = None
    if shapes is not None:
        batches = [reference.synthesizer(part, q) for part in inputs]
        prediction = torch.cat(batches).detach()
    is_lambda = case["method"].startswith("bp_lambda")
    measured = [ceilings(x, y, samples, width, prediction)]
    measured.append(torch.full((6,), float("nan")) if prediction is None or is_lambda
                    else ceilings(x, d, samples, width, prediction))
    result = {"settings": window_fixtures.read_settings(case),
              "parameters": window_fixtures.flat(p), "ceilings": torch.stack(measured),
              "symbols": torch.stack([s.symbols for s in sequences]),
              "values": torch.stack([s.values for s in sequences]),
              "targets": torch.stack([s.targets for s in sequences])}
    return result | ({"synthesizer_parameters": window_fixtures.flat(q)} if q else {})


def square_of_mean(a):
    """‖EA‖² from independent draws (K, N)."""
    products, count = a @ a.T, len(a)
    return (products.sum() - products.trace()) / (count * (count - 1))


def narrow(tree):
    """Inputs are exact in float32 and int8; what is to be compared stays as it is."""
    return {name: value if name in ("settings", "ceilings", "health", "maps")
            else window_fixtures.narrow(value) for name, value in tree.items()}


def layered_fixture(overrides, draw):
    """Batches of one network: the ceilings at every interface, variance and bias of every layer."""
    case = (layered_fixtures.NETWORKS[overrides.get("network", "dense")] | layered_fixtures.DEFAULTS
            | layered_fixtures.BASE | overrides)
    image = case.pop("image")
    update = layered_fixtures.Update(case, image, draw)
    places = layered_fixtures.placement(case)
    size, depth = layered_fixtures.BATCH, case["depth"]
    x = draw.real(IMAGE_BATCHES, size, image[0] * image[1] * image[2])
    labels = x[..., : layered_fixtures.CLASSES].argmax(-1)

    def replayed(mixing, k):
        condition = torch.nn.functional.one_hot(labels[k], layered_fixtures.CLASSES).double()
        settings = update.settings | {
            "layer_mixing": mixing, "sg_applied": window_fixtures.yes(mixing < 1),
            "drawn": " ".join(["yes"] * (len(places) + 1))}
        settings |= {prefix + "adam_step": 1 for prefix in update.prefixes}
        return layerwise.replay(
            update.window | {"inputs": x[k], "condition": condition}, settings), condition

    batches = [(replayed(case["layer_mixing"], k), replayed(1.0, k)) for k in range(IMAGE_BATCHES)]

    def gradients(which, i):
        return torch.stack([torch.cat([g.flatten() for g in pair[which][0][f"layer_{i}"][
            "gradients"].values()]) for pair in batches]).detach()

    health = []
    for i in range(depth):
        ours, exact = gradients(0, i), gradients(1, i)
        unit = square_of_mean(exact)
        assert unit > 0
        cosine = torch.nn.functional.cosine_similarity(ours.mean(0), exact.mean(0), dim=0)
        health.append(torch.stack(
            [ours.var(0).sum() / unit, ours.var(0).sum() / square_of_mean(ours),
             square_of_mean(ours - exact) / unit, cosine]))
    measured = []
    for i in places:
        exact = [pair[1] for pair in batches]
        h = torch.cat([result[f"layer_{i}"]["output"] for result, _ in exact])
        if "conditioned" in case["method"]:
            h = torch.cat([h, torch.cat([condition for _, condition in exact])], dim=1)
        y = torch.cat([result[f"interface_{i}"]["target"] for result, _ in exact])
        own = torch.cat([result[f"interface_{i}"]["synthetic_gradient"] for result, _ in exact])
        measured.append(ceilings(h, y, torch.arange(len(h)), y.shape[1], own))
    start = {"parameters": "layer_", "synthesizers": "interface_"}
    result = {name: torch.cat([part.flatten() for part in layered_fixtures.values(
                  layered_fixtures.owners(update.window, prefix), "parameters")])
              for name, prefix in start.items()}
    settings = {name: value for name, value in case.items()
                if value != layered_fixtures.DEFAULTS.get(name)}
    return {"settings": settings, "image": torch.tensor(image), "x": x, "labels": labels,
            "health": torch.stack(health), "ceilings": torch.stack(measured)} | result


def fixtures(make_draw):
    """Every case by name."""
    return {
        "pairs": narrow(pairs_fixture(make_draw(21))),
        "recurrent": {name: narrow(recurrent_fixture(case, make_draw(47)))
                      for name, case in RECURRENT.items()},
        "layered": {name: narrow(layered_fixture(case, make_draw(23)))
                    for name, case in LAYERED.items()},
    }
