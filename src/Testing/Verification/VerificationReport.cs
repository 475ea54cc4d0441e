using System.Globalization;
using System.Text;

namespace FlowActors.Testing;

/// <summary>What is told of a run that went another way than it should.</summary>
internal sealed class VerificationReport(OperatorBlueprint blueprint, HarnessScript script, Variation variation)
{
    /// <summary>An element had other results.</summary>
    public string Difference(int step, StepOutput expected, StepOutput actual, int output)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Operator '{blueprint.Name}' gives other results {variation.How}.");
        var where = blueprint.Node.Outputs.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" on output {output}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  Element {step + 1} ({script.Steps[step].Text}) gives{where}");
        text.AppendLine(CultureInfo.InvariantCulture, $"    expected: {expected.Describe(output)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"    actual:   {actual.Describe(output)}");
        return End(text, step, "differs");
    }

    /// <summary>The run failed, which the plain one did not.</summary>
    public string Failure(int step, Exception exception)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Operator '{blueprint.Name}' fails {variation.How}: {ExceptionText.Message(exception)}");
        return End(text, step, "fails");
    }

    private string End(StringBuilder text, int step, string what)
    {
        text.AppendLine("  The script:");
        for (var i = 0; i < script.Steps.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {i + 1}. {script.Steps[i].Text}");
            if (i == step) text.Append(CultureInfo.InvariantCulture, $"   <- {what}");
            text.AppendLine();
        }

        return text.Append("  ").Append(variation.Advice).ToString();
    }
}
