using FlowActors.State;
using FlowActors.StateBackend.Tests.Model;

namespace FlowActors.StateBackend.Tests.Contract;

/// <summary>All kinds of keyed state under generated calls, against a naive model.</summary>
public abstract class StatesAgainstModel(IStateBackend backend) : ContractTests(backend)
{
    [Fact]
    public void Every_sequence_of_calls_leaves_what_the_model_holds() => Seeded.Check(Operations.Sequences, operations =>
    {
        using var state = Backend.Keyed<long>();
        var states = new StatesUnderTest(state);
        var model = new Dictionary<long, NaiveStates>();
        foreach (var operation in operations)
        {
            if (!model.TryGetValue(operation.Key, out var expected)) model[operation.Key] = expected = new();
            expected.Apply(operation);
            states.Apply(operation);
            Backend.Disturb();
            if (operation.Verb == Verb.Check) states.AssertHolds(operation.Key, expected);
        }

        foreach (var (key, expected) in model) states.AssertHolds(key, expected);
    }, 150);
}
