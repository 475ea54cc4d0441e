namespace FlowActors.Tests.Examples.Runs;

public class QueriesOnOneNodeTests(OneNode host) : IClassFixture<OneNode>
{
    public static TheoryData<string, long, int> Runs => QueryRuns.AtEveryParallelism();

    [Theory]
    [MemberData(nameof(Runs))]
    public Task A_query_gives_the_published_rows(string query, long seed, int parallelism) =>
        QueryRuns.GivesThePublishedRowsAsync(host.CreateEnvironment(), query, seed, parallelism);
}
