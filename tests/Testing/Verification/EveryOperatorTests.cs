using FlowActors.Functions;
using FlowActors.Operators;

namespace FlowActors.Tests.Verification;

/// <summary>Every operator of ours survives restores, full outputs and other parallelisms.</summary>
public sealed class EveryOperatorTests
{
    // The writers of sinks take records and give none back, so there is nothing to compare; what they write is proven by their own tests.
    private static readonly string[] Exempt = ["SinkOperator"];

    public static TheoryData<string> Cases => [.. OperatorCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_gives_the_same_results_whatever_happens(string name) => OperatorCases.All.Single(c => c.Name == name).Verify();

    [Fact]
    public void Every_operator_has_a_case()
    {
        var operators = typeof(DataStream<>).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(IStreamOperator)) && !t.IsAssignableTo(typeof(SourceOperator)))
            .Select(t => t.Name.Split('`')[0])
            .ToArray();
        Assert.NotEmpty(operators);
        var covered = OperatorCases.All.Select(c => c.Operator).OfType<string>().Concat(Exempt).Distinct().ToArray();
        Assert.True(operators.All(covered.Contains), $"Add a case to OperatorCases for: {string.Join(", ", operators.Except(covered))}.");
        Assert.True(covered.All(operators.Contains), $"There is no such operator any more: {string.Join(", ", covered.Except(operators))}.");
    }

    [Fact]
    public void Every_class_of_functions_has_a_case()
    {
        var kinds = typeof(RichFunction).Assembly.GetExportedTypes()
            .Where(t => t.IsAbstract && t.IsAssignableTo(typeof(RichFunction)) && t != typeof(RichFunction) && t != typeof(RichStreamFunction))
            .ToArray();
        Assert.NotEmpty(kinds);
        var covered = typeof(OperatorCases).Assembly.GetTypes()
            .Where(t => t.Namespace == $"{typeof(OperatorCases).Namespace}.Cases" && t.IsAssignableTo(typeof(RichFunction)))
            .Select(t => t.BaseType!.GetGenericTypeDefinition())
            .ToArray();
        Assert.True(kinds.All(covered.Contains), $"Add a case with a function of: {string.Join(", ", kinds.Except(covered).Select(t => t.Name))}.");
    }
}
