using FlowActors.Operators;
using FlowActors.State;
using FlowActors.Testing;

namespace FlowActors.Tests.Verification.Cases;

/// <summary>Operators that programs bring along, which say which of their inputs is read next.</summary>
internal static class OwnOperatorCases
{
    public static IReadOnlyList<OperatorCase> All { get; } =
    [
        new("an operator that reads one input first", null, () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.Connect(b).Transform("Texts First", () => new TextsFirst()), Interleaved)),
        new("a keyed operator that reads one input first", null, () => OperatorVerification.Verify<long, string, string>(
            (a, b) => a.Connect(b).KeyBy(x => (int)(x % 4), x => x.Length).Transform("Texts First", () => new TextsOfKeyFirst()), Interleaved)),
    ];

    // Without watermarks: one that an operator does not read yet comes later where it is restored.
    private static void Interleaved(HarnessScript script)
    {
        string[] texts = ["to", "be", "or", "not", "a"];
        for (var i = 0; i < 10; i++)
        {
            script.Process(0, i * 3L, timestamp: i % 2 == 0 ? null : 10 * i);
            script.Process(1, texts[i % 5], timestamp: 10 * i);
        }

        script.EndInput(1);
        script.Process(0, 7L, timestamp: 60);
        script.EndInput(0);
    }

    /// <summary>Reads all texts before the first number, and keeps them as state of the subtask: a barrier may bring a number before its time.</summary>
    private sealed class TextsFirst : TwoInputOperator<long, string, string>, IInputSelectable
    {
        private IOperatorListState<string>? _texts;

        public int? NextInput { get; private set; } = 1;

        public override void Open() => _texts = Context.OperatorState.GetListState(new ListStateDescriptor<string>("texts"));

        public override void EndInput(int input)
        {
            if (input == 1) NextInput = null;
        }

        protected override void CollectFirst(long value, long timestamp) => Output.Collect($"{value} of {string.Join(",", _texts!.Get())}", timestamp);

        protected override void CollectSecond(string value, long timestamp) => _texts!.Add(value);
    }

    /// <summary>Reads all texts before the first number, and lets the numbers through whose key has a text: of others as soon as there is one.</summary>
    private sealed class TextsOfKeyFirst : TwoInputOperator<long, string, string>, IInputSelectable
    {
        private KeyAtHand<int>? _key;
        private IValueState<string>? _text;
        private IListState<long>? _early;

        public int? NextInput { get; private set; } = 1;

        public override void Open()
        {
            var states = Context.GetKeyedStates<int>();
            _key = states.Key;
            _text = states.GetState(new ValueStateDescriptor<string>("text"));
            _early = states.GetListState(new ListStateDescriptor<long>("early"));
        }

        public override void EndInput(int input)
        {
            if (input == 1) NextInput = null;
        }

        protected override void CollectFirst(long value, long timestamp)
        {
            _key!.Set((int)(value % 4));
            if (_text!.TryGet(out var text)) Output.Collect($"{value} {text}", timestamp);
            else _early!.Add(value);
            _key.Clear();
        }

        protected override void CollectSecond(string value, long timestamp)
        {
            _key!.Set(value.Length);
            _text!.Update(value);
            foreach (var early in _early!.Get()) Output.Collect($"{early} {value} early", timestamp);
            _early.Clear();
            _key.Clear();
        }
    }
}
