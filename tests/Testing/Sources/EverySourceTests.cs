using FlowActors.Sources;
using FlowActors.Testing;

namespace FlowActors.Tests.Sources;

/// <summary>Every source of ours that can be read again gives each record once, whatever happens.</summary>
public sealed class EverySourceTests
{
    public static TheoryData<string> Cases => [.. SourceCases.All.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task It_gives_each_record_once_whatever_happens(string name) => SourceCases.All.Single(c => c.Name == name).VerifyAsync();

    [Fact]
    public Task What_fetches_by_the_base_class_gives_each_record_once() =>
        SourceVerification.VerifyAsync(new FetchedPages(splits: 4, records: 3), new SourceVerificationSettings { IsOrdered = false });

    [Fact]
    public void Every_source_has_a_case()
    {
        var sources = new[] { typeof(Source<>), typeof(DataStream<>), typeof(TestingSource<>) }
            .SelectMany(t => t.Assembly.GetTypes())
            .Where(t => t is { IsAbstract: false, IsClass: true } && IsSource(t))
            .Select(t => t.Name.Split('`')[0])
            .ToArray();
        Assert.NotEmpty(sources);
        var covered = SourceCases.All.Select(c => c.Source).Concat(SourceCases.Exempt.Keys).Distinct().ToArray();
        Assert.True(sources.All(covered.Contains), $"Add a case to SourceCases for: {string.Join(", ", sources.Except(covered))}.");
        Assert.True(covered.All(sources.Contains), $"There is no such source any more: {string.Join(", ", covered.Except(sources))}.");
    }

    private static bool IsSource(Type type) =>
        type.BaseType is { } parent && ((parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(Source<,>)) || IsSource(parent));
}
