"""The same shapes in PyTorch, eager: matrix products, forward with backward, batched sampling.

Reads `{"shapes": …, "dtype": "bfloat16" | "float32"}` on standard input, as shapes.ts makes them, and
writes a JSON line a figure under the names that figures.ts gives them. Needs nothing but torch.
"""

import json
import sys
import time

import torch
import torch.nn.functional as F

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def now():
    if DEVICE == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter()


def tell(figure, value, unit):
    print(json.dumps({"figure": figure, "value": value, "unit": unit}), flush=True)


def product(size, dtype, repeats):
    x = torch.randn(size, size, device=DEVICE, dtype=dtype)
    weight = torch.randn(size, size, device=DEVICE, dtype=dtype)
    F.linear(x, weight)
    start = now()
    for _ in range(repeats):
        F.linear(x, weight)
    return (now() - start) / repeats


class Layer(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        linear = torch.nn.Linear
        self.heads, self.kv_heads, self.dim = c["heads"], c["kvHeads"], c["headDim"]
        across, kv = self.heads * self.dim, self.kv_heads * self.dim
        self.q = linear(c["hidden"], across, bias=c["qkvBias"])
        self.k = linear(c["hidden"], kv, bias=c["qkvBias"])
        self.v = linear(c["hidden"], kv, bias=c["qkvBias"])
        self.o = linear(across, c["hidden"], bias=False)
        self.gate = linear(c["hidden"], c["ffn"], bias=False)
        self.up = linear(c["hidden"], c["ffn"], bias=False)
        self.down = linear(c["ffn"], c["hidden"], bias=False)
        self.before = torch.nn.Parameter(torch.ones(c["hidden"]))
        self.between = torch.nn.Parameter(torch.ones(c["hidden"]))
        self.eps = c["normEps"]

    def forward(self, x, cos, sin, cache=None, at=0):
        batch, length, width = x.shape
        h = F.rms_norm(x, (width,), self.before, self.eps)
        split = lambda y, heads: y.view(batch, length, heads, self.dim).transpose(1, 2)
        q = turn(split(self.q(h), self.heads), cos, sin)
        k = turn(split(self.k(h), self.kv_heads), cos, sin)
        v = split(self.v(h), self.kv_heads)
        if cache is not None:
            keys, values = cache
            keys[:, :, at : at + length], values[:, :, at : at + length] = k, v
            k, v = keys[:, :, : at + length], values[:, :, : at + length]
        shared = self.heads // self.kv_heads
        k, v = k.repeat_interleave(shared, 1), v.repeat_interleave(shared, 1)
        made = F.scaled_dot_product_attention(q, k, v, is_causal=length > 1)
        x = x + self.o(made.transpose(1, 2).reshape(batch, length, -1))
        h = F.rms_norm(x, (width,), self.between, self.eps)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


def turn(x, cos, sin):
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


class Model(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        self.embedding = torch.nn.Embedding(c["vocab"], c["hidden"])
        self.layers = torch.nn.ModuleList(Layer(c) for _ in range(c["layers"]))
        self.last = torch.nn.Parameter(torch.ones(c["hidden"]))
        for parameter in self.parameters():
            if parameter.dim() > 1:
                torch.nn.init.normal_(parameter, std=0.02)

    def tables(self, dtype):
        half = self.c["headDim"] // 2
        rates = self.c["ropeTheta"] ** (-torch.arange(half, device=DEVICE) / half)
        angles = torch.arange(self.c["maxPositions"], device=DEVICE)[:, None] * rates
        self.cos, self.sin = angles.cos().to(dtype), angles.sin().to(dtype)

    def forward(self, tokens, caches=None, at=0):
        x = self.embedding(tokens)
        length = tokens.shape[1]
        cos, sin = self.cos[at : at + length], self.sin[at : at + length]
        for i, layer in enumerate(self.layers):
            x = layer(x, cos, sin, caches[i] if caches else None, at)
        return F.rms_norm(x, (x.shape[-1],), self.last, self.c["normEps"])

    def logits(self, hidden):
        return F.linear(hidden, self.embedding.weight)


def forward_backward(model, m, repeats):
    tokens = torch.randint(m["config"]["vocab"], (m["sequences"], m["time"]), device=DEVICE)
    best = float("inf")
    for i in range(repeats + 1):
        start = now()
        model.zero_grad(set_to_none=False)
        hidden = model(tokens)[:, :-1]
        logs = F.log_softmax(model.logits(hidden).float(), -1)
        picked = logs.gather(-1, tokens[:, 1:, None])
        (-picked.mean()).backward()
        norm = torch.stack([p.grad.norm() for p in model.parameters()]).norm()
        assert norm.item() > 0
        if i > 0:
            best = min(best, now() - start)
    return best


@torch.no_grad()
def sampling(model, m, dtype):
    c, rows, fresh = m["config"], m["rows"], m["fresh"]
    shape = (rows, c["kvHeads"], 2 * fresh, c["headDim"])
    room = lambda: torch.zeros(shape, device=DEVICE, dtype=dtype)
    caches = [(room(), room()) for _ in range(c["layers"])]
    prompt = torch.randint(c["vocab"], (rows, fresh), device=DEVICE)
    hidden = model(prompt, caches)[:, -1]
    for t in range(fresh):
        shares = F.softmax(model.logits(hidden).float(), -1)
        tokens = torch.multinomial(shares, 1)
        tokens.cpu()  # as a trainer looks for ends
        if t == 0:
            start = now()
        if t + 1 < fresh:
            hidden = model(tokens, caches, fresh + t)[:, -1]
    return rows * (fresh - 1) / (now() - start)


def main():
    asked = json.load(sys.stdin)
    shapes, dtype = asked["shapes"], getattr(torch, asked["dtype"])
    name = torch.cuda.get_device_name() if DEVICE == "cuda" else DEVICE
    print(json.dumps({"torch": torch.__version__, "device": name, "dtype": asked["dtype"]}), flush=True)
    for size in shapes["sizes"]:
        tell(f"product of {size}", 2 * size**3 / product(size, dtype, shapes["repeats"]) / 1e9, "GFLOP/s")
    for m in shapes["models"]:
        model = Model(m["config"]).to(DEVICE, dtype)
        model.tables(dtype)
        seconds = forward_backward(model, m, shapes["repeats"])
        tokens = m["sequences"] * m["time"]
        tell(f"{m['title']}: forward + backward", tokens / seconds, "tokens/s")
        tell(f"{m['title']}: sampling", sampling(model, m, dtype), "tokens/s")


main()
