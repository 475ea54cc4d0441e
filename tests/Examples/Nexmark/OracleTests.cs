namespace FlowActors.Tests.Examples.Nexmark;

public class OracleTests
{
    public static TheoryData<string, long> Goldens => Golden.Of("q0", "q1", "q2", "q14", "q17", "q18", "q21", "q22");

    [Theory]
    [MemberData(nameof(Goldens))]
    public void The_oracle_gives_the_published_rows(string query, long seed)
    {
        var golden = Golden.Of(query, seed);

        string[] lines = [.. Oracle.Lines(query, golden.Stream()).Order(StringComparer.Ordinal)];

        Assert.Equal(golden.Rows, lines.Length);
        Assert.Equal(golden.Md5, Lines.Md5(lines));
    }
}
