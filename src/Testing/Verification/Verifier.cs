namespace FlowActors.Testing;

/// <summary>Runs a script in all ways and compares.</summary>
internal sealed class Verifier(OperatorBlueprint blueprint, HarnessSettings settings, HarnessScript script)
{
    public void Run()
    {
        var plain = new ScriptRun(blueprint, settings, script, Variation.Plain).Run();
        if (blueprint.Node.Outputs.Count > 0 && !plain.Outputs.Any(o => o.HasRecords))
        {
            throw new OperatorVerificationException(
                $"Operator '{blueprint.Name}' emits no record for this script, so that there is nothing to compare: give it records that have results.");
        }

        // Who emits something for a barrier emits it earlier than without one: then the run with snapshots is what others are held against.
        var snapshotted = Try(Variation.Snapshotted, plain.Outputs, compares: false);
        if (!snapshotted.EmitsAtBarriers) Compare(Variation.Snapshotted, plain.Outputs, snapshotted.Outputs);
        Try(Variation.Restored, snapshotted.Outputs);
        Try(Variation.OneSlot, plain.Outputs);
        Try(Variation.RestoredOneSlot, snapshotted.Outputs);
        if (!blueprint.IsScalable) return;
        Try(Variation.Parallel, plain.Outputs);
        Try(Variation.Rescaled, snapshotted.Outputs);
    }

    private ScriptRun Try(Variation variation, IReadOnlyList<StepOutput> expected, bool compares = true)
    {
        var run = new ScriptRun(blueprint, settings, script, variation);
        try
        {
            run.Run();
        }
        catch (Exception e)
        {
            throw new OperatorVerificationException(
                new VerificationReport(blueprint, script, variation).Failure(run.At, e), e);
        }

        if (compares) Compare(variation, expected, run.Outputs);
        return run;
    }

    private void Compare(Variation variation, IReadOnlyList<StepOutput> expected, IReadOnlyList<StepOutput> actual)
    {
        if (FirstDifference(variation, expected, actual) is not { } step) return;
        var narrowed = Narrow(variation, expected, step + 1);
        if (narrowed is { } other) (variation, step, actual) = other;
        var output = DifferentOutput(variation, step, expected[step], actual[step])!.Value;
        throw new OperatorVerificationException(
            new VerificationReport(blueprint, script, variation).Difference(step, expected[step], actual[step], output));
    }

    // Of many restores the one that alone makes the difference, the last first, is what a person wants to know.
    private (Variation Variation, int Step, IReadOnlyList<StepOutput> Outputs)? Narrow(
        Variation variation, IReadOnlyList<StepOutput> expected, int steps)
    {
        if (variation.RestoresAfter is null) return null;
        for (var after = steps - 1; after >= 0; after--)
        {
            var only = after;
            var one = variation with
            {
                How = variation.How.Replace("after each element", $"after element {only + 1}", StringComparison.Ordinal),
                RestoresAfter = step => step == only,
            };
            if (Outputs(one) is { } outputs && FirstDifference(one, expected, outputs) is { } different) return (one, different, outputs);
        }

        return null;
    }

    private IReadOnlyList<StepOutput>? Outputs(Variation variation)
    {
        try
        {
            return new ScriptRun(blueprint, settings, script, variation).Run().Outputs;
        }
        catch (OperatorFailedException)
        {
            return null;
        }
    }

    private int? FirstDifference(Variation variation, IReadOnlyList<StepOutput> expected, IReadOnlyList<StepOutput> actual)
    {
        for (var step = 0; step < expected.Count; step++)
        {
            if (DifferentOutput(variation, step, expected[step], actual[step]) is not null) return step;
        }

        return null;
    }

    private int? DifferentOutput(Variation variation, int step, StepOutput expected, StepOutput actual) =>
        expected.FirstDifference(actual, blueprint.Node.Outputs, settings.Serializers, OrderOf(variation, step));

    // A record that goes to all subtasks may have its results from each.
    private OutputOrder OrderOf(Variation variation, int step) => !variation.IsParallel ? OutputOrder.Same
        : script.Steps[step].Input is { } input && blueprint.Inputs[input].IsBroadcast ? OutputOrder.AnyNumber
        : OutputOrder.Any;
}
