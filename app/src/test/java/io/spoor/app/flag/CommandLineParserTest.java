package io.spoor.app.flag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.spoor.app.allinone.AllInOne;
import io.spoor.app.flag.Flag.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract: collector.md §0. */
final class CommandLineParserTest {
  private static final FlagGroup GROUP =
      new FlagGroup(
          "Group",
          List.of(
              Flag.jaeger("a.text", Type.TEXT, "", "Some text"),
              Flag.spoor("a.switch", Type.BOOLEAN, "false", "100% on or off")));

  private final CommandLineParser parser =
      new CommandLineParser("role", "Does things.", List.of(GROUP));

  @Test
  void takesAnOldNameAsItselfAndDoesNotAdvertiseIt() {
    Flag flag = Flag.jaeger("new.name", Flag.Type.BOOLEAN, "false", "").formerly("old.name");
    CommandLineParser parser =
        new CommandLineParser("role", "", List.of(new FlagGroup("Group", List.of(flag))));
    assertEquals(Map.of("old.name", "true"), parser.parse("--old.name").flags());
    assertFalse(parser.help().contains("old.name"), parser::help);
  }

  @Test
  void takesValuesBehindAnEqualsSignOrABlank() {
    assertEquals(Map.of("a.text", "x"), parser.parse("--a.text=x").flags());
    assertEquals(Map.of("a.text", "x"), parser.parse("--a.text", "x").flags());
    assertEquals(Map.of("a.text", ""), parser.parse("--a.text=").flags());
    assertEquals(Map.of("a.text", "a=b"), parser.parse("--a.text=a=b").flags());
    assertEquals(Map.of("a.text", " x "), parser.parse("--a.text= x ").flags());
    assertEquals(Map.of(), parser.parse().flags());
  }

  @Test
  void takesArgumentsBesideFlagsUpToTheirNumber() {
    CommandLineParser tool =
        new CommandLineParser("tool", "", List.of(GROUP), List.of("<action>", "<url>"));

    CommandLineParser.Line line =
        tool.parse("--a.switch", "init", "--a.text", "x", "http://host:9200");

    assertEquals(List.of("init", "http://host:9200"), line.arguments());
    assertEquals(Map.of("a.switch", "true", "a.text", "x"), line.flags());
    assertEquals(
        List.of("unexpected argument: more"),
        tool.parse("init", "http://host:9200", "more").complaints());
    assertTrue(tool.help().startsWith("Usage: spoor tool <action> <url> [flags]"), tool::help);
  }

  @Test
  void takesValuesAsTheyStand() {
    for (String text :
        List.of("-5", "@file", "${user.home}", "\"quoted\"", "a,b", "${HOST:x},k=v", "\\n")) {
      assertEquals(Map.of("a.text", text), parser.parse("--a.text=" + text).flags());
      assertEquals(Map.of("a.text", text), parser.parse("--a.text", text).flags());
    }
  }

  @Test
  void takesSwitchesBareOrWithAValue() {
    assertEquals(Map.of("a.switch", "true"), parser.parse("--a.switch").flags());
    assertEquals(Map.of("a.switch", "false"), parser.parse("--a.switch=false").flags());
    assertEquals(Map.of("a.switch", "maybe"), parser.parse("--a.switch=maybe").flags());
    assertEquals(
        Map.of("a.switch", "true", "a.text", "x"),
        parser.parse("--a.switch", "--a.text=x").flags());
  }

  @Test
  void lastOfARepeatedFlagWins() {
    assertEquals(
        Map.of("a.text", "2", "a.switch", "false"),
        parser.parse("--a.text=1", "--a.switch", "--a.text=2", "--a.switch=false").flags());
  }

  @ParameterizedTest
  @CsvSource({
    "--nothing=1, unknown flag: --nothing",
    "--a.tex=1, unknown flag: --a.tex",
    "--A.TEXT=1, unknown flag: --A.TEXT",
    "-a, unknown flag: -a",
    "stray, unexpected argument: stray"
  })
  void namesWhatIsNoFlag(String argument, String complaint) {
    assertEquals(List.of(complaint), parser.parse("--a.text=1", argument).complaints());
  }

  @Test
  void complainsOfAllAtOnceAndTakesTheRest() {
    CommandLineParser.Line line =
        parser.parse("--no.such", "value", "--a.text=x", "--nor.this=1", "stray", "-z");

    assertEquals(Map.of("a.text", "x"), line.flags());
    assertEquals(
        List.of(
            "unknown flag: --no.such",
            "unknown flag: --nor.this",
            "unexpected argument: stray",
            "unknown flag: -z"),
        line.complaints());
  }

  @Test
  void namesTheFlagThatLacksItsValue() {
    for (String[] arguments :
        List.of(new String[] {"--a.text"}, new String[] {"--a.text", "--a.switch"})) {
      List<String> complaints = parser.parse(arguments).complaints();
      assertEquals(1, complaints.size(), complaints::toString);
      assertTrue(complaints.get(0).contains("--a.text"), complaints::toString);
      assertFalse(complaints.get(0).contains("\n"), complaints::toString);
    }
  }

  @Test
  void knowsACallForHelp() {
    assertTrue(CommandLineParser.asksForHelp("--a.text=1", "--help"));
    assertTrue(CommandLineParser.asksForHelp("-h"));
    assertFalse(CommandLineParser.asksForHelp("--a.text=--help"));
  }

  @Test
  void helpHoldsEveryFlagWithDefaultAndEnvironmentName() {
    AllInOne role = new AllInOne();
    String help =
        new CommandLineParser(role.name(), role.summary(), role.flags())
            .help()
            .replaceAll("\\s+", "");
    for (FlagGroup group : role.flags()) {
      assertTrue(help.contains(withoutBlanks(group.heading())), group.heading());
      for (Flag flag : group.flags()) {
        String expected =
            flag.description()
                + " ("
                + (flag.defaultValue().isEmpty() ? "" : "default " + flag.defaultValue() + ", ")
                + "env "
                + flag.environmentName();
        assertTrue(help.contains(flag.option()), flag.option());
        assertTrue(help.contains(withoutBlanks(expected)), expected);
      }
    }
    assertFalse(help.contains("null"), help);
  }

  /** Lines are broken at blanks and slashes. */
  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", "");
  }

  @Test
  void helpPrintsPercentSignsAndOwnFlags() {
    String help = parser.help().replaceAll("\\s+", " ");
    assertTrue(help.contains("100% on or off (default false, env A_SWITCH, Spoor's own)"), help);
    assertTrue(help.startsWith("Usage: spoor role [flags] Does things."), help);
  }
}
