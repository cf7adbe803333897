#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <thread>

#include "poise_test.h"
#include "scripted_mat.h"

namespace poise::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

constexpr long kMB = 1024;  // of Finished::peak_kb

/// Mats, files and words of people who mean harm or have bad luck: no crash, no wrong weight, a bound on memory, and a
/// line that says what is the matter.
class HostileTest : public PoiseTest {
 protected:
  /// A session that is ended after `seconds`, or once a line of it begins with `until`.
  Finished record_from(const Script& script, std::chrono::seconds patience, const std::string& until = "\x01") const {
    const ScriptedMat mat(script);
    const auto process =
        start({"record", "--device", mat.port(), "--exercise", "squat", "--unattended", "--json"});
    (void)process->wait_for_line(until, patience);
    process->signal(SIGINT);
    return process->wait();
  }

  /// A named pipe into which `feed` writes on a thread of its own until nobody reads any more.
  class Pipe {
   public:
    Pipe(const fs::path& path, std::function<bool(int)> feed) {
      mkfifo(path.c_str(), 0600);
      thread_ = std::thread([path, feed = std::move(feed)] {
        signal(SIGPIPE, SIG_IGN);
        const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
        while (feed(fd)) {
        }
        close(fd);
      });
    }
    ~Pipe() { thread_.join(); }

   private:
    std::thread thread_;
  };
};

bool write_all(int fd, const std::string& text) {
  return write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// -- mats --

TEST_F(HostileTest, AMatOfAbsurdValuesWeighsNobody) {
  Script script;
  script.absurd = true;
  const Finished finished = record_from(script, 5s);
  ASSERT_EQ(finished.status, 0) << finished.err;
  const Json result = Json::parse(finished.out);
  EXPECT_FALSE(result["body"].contains("weight_n")) << result["body"];
  EXPECT_TRUE(result["reps"].empty());
  EXPECT_LT(finished.peak_kb, 150 * kMB);
}

TEST_F(HostileTest, AMatThatLiesAboutItsCellsIsNamed) {
  Script script;
  script.send_as_cells = 4;
  const Finished finished = record_from(script, 10s, "the mat says it has 8 cells and sends samples of 4");
  EXPECT_THAT(finished.err, HasSubstr("8 cells and sends samples of 4: its firmware is faulty; flash it again"));
  EXPECT_EQ(finished.status, 0);
}

TEST_F(HostileTest, AMatThatSendsFarMoreThanItSaysIsNamed) {
  Script script;
  script.flood = true;
  script.period_us = 100;
  const Finished finished = record_from(script, 10s, "the mat says it takes 80 samples a second and sends more");
  EXPECT_THAT(finished.err, HasSubstr("more than twice as many: its firmware is faulty; flash it again"));
  EXPECT_LT(finished.peak_kb, 150 * kMB);
}

TEST_F(HostileTest, AMatOfAnImpossibleRateIsRefused) {
  for (const int rate_hz : {0, 65'535}) {
    Script script;
    script.hello.rate_hz = static_cast<std::uint16_t>(rate_hz);
    const ScriptedMat mat(script);
    expect_failure(run({"record", "--device", mat.port(), "--exercise", "squat", "--json"}), "samples a second");
  }
}

TEST_F(HostileTest, AFloodOfGoodSamplesIsTakenAsItComesOrCounted) {
  Script script;
  script.flood = true;
  const Finished finished = record_from(script, 5s);
  ASSERT_EQ(finished.status, 0) << finished.err;
  EXPECT_FALSE(Json::parse(finished.out)["body"].contains("weight_n"));
  // Three copies of 64 bytes a sample, and the columns of the final pass.
  EXPECT_LT(finished.peak_kb, 1500 * kMB);
}

// -- tables --

TEST_F(HostileTest, ATableWithoutEndIsReadUpToItsLimit) {
  long number = 0;
  const Pipe pipe(path("endless.csv"), [&](int fd) {
    if (number == 0 && !write_all(fd, "time_s,total_n\n")) return false;
    std::string rows;
    for (int i = 0; i < 4000; ++i) rows += std::to_string(++number) + ",700\n";
    return write_all(fd, rows);
  });
  const Finished finished = run({"analyze", path("endless.csv"), "--exercise", "quiet-stand"});
  expect_failure(finished, "more than 7000000 rows, as many as a recording can have: split the file");
  EXPECT_LT(finished.peak_kb, 500 * kMB);
}

TEST_F(HostileTest, ALineWithoutEndIsNotReadAtAll) {
  const Pipe pipe(path("line.csv"), [](int fd) { return write_all(fd, std::string(1 << 20, 'x')); });
  const Finished finished = run({"analyze", path("line.csv"), "--exercise", "squat"});
  expect_failure(finished, "longer than 65536 bytes");
  EXPECT_LT(finished.peak_kb, 50 * kMB);
}

TEST_F(HostileTest, TenGigabytesOfNothingAreNoTable) {
  write_text(path("sparse.csv"), "time_s,total_n\n0,1\n");
  fs::resize_file(path("sparse.csv"), 10'000'000'000);
  const Finished finished = run({"analyze", path("sparse.csv"), "--exercise", "squat"});
  expect_failure(finished, "line 3 is longer than 65536 bytes");
  EXPECT_LT(finished.peak_kb, 50 * kMB);
}

TEST_F(HostileTest, TimesOfYearsBetweenSamplesTakeNoMemory) {
  std::string table = "time_s,total_n\n";
  for (int i = 0; i < 400; ++i) table += std::to_string(i) + "e-2,700\n";
  write_text(path("years.csv"), table + "1e9,700\n");
  const Finished finished = run({"analyze", path("years.csv"), "--exercise", "quiet-stand", "--json"});
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("Split it at its gaps"));
  EXPECT_LT(finished.peak_kb, 50 * kMB);
}

// -- files that are none --

TEST_F(HostileTest, DevicesPipesAndFoldersAreNoFiles) {
  ASSERT_EQ(mkfifo(path("pipe").c_str(), 0600), 0);
  write_text(path("table.csv"), "time_s,l_fl_n,l_fr_n,l_rl_n,l_rr_n,r_fl_n,r_fr_n,r_rl_n,r_rr_n\n0,1,1,1,1,1,1,1,1\n1,2,2,2,2,2,2,2,2\n");
  for (const fs::path& strange : {fs::path("/dev/zero"), fs::path("/dev/full"), path("pipe"), path("")}) {
    SCOPED_TRACE(strange);
    expect_failure(run({"sessions", "--store", strange}), "not a file");
    expect_failure(run({"backup", "--restore", strange}), "");
    expect_failure(run({"backup", strange}), "");
    expect_failure(run({"analyze", path("table.csv"), "--exercise", "squat", "--mat", strange}), "geometry");
  }
  expect_failure(run({"analyze", "/dev/zero", "--exercise", "squat"}), "longer than 65536 bytes");
}

TEST_F(HostileTest, AnExercisesFolderOfDevicesCostsTheirExercisesOnly) {
  fs::create_directory(path("exercises"));
  ASSERT_EQ(mkfifo((path("exercises") / "a.toml").c_str(), 0600), 0);
  fs::create_symlink("/dev/zero", path("exercises") / "b.toml");
  std::string deep = "a";
  for (int i = 0; i < 100'000; ++i) deep += ".a";
  write_text(path("exercises") / "c.toml", deep + " = 1\n");
  write_text(path("exercises") / "d.toml", "\"\\u001b[2J\" = 1\n");
  const Finished finished = run({"exercises", "--exercises", path("exercises")});
  EXPECT_EQ(finished.status, 0);
  for (const char* file : {"a.toml", "b.toml", "c.toml", "d.toml"}) EXPECT_THAT(finished.err, HasSubstr(file));
  EXPECT_EQ(lines_in(finished.err), 4);
  EXPECT_THAT(finished.err, Not(HasSubstr("\x1b")));
}

// -- a stranger's session --

class HostileSessionTest : public HostileTest {
 protected:
  HostileSessionTest() {
    record("squat?reps=2&seed=3", {"--reps", "2", "--export", path("good")});
    id_ = sessions()[0]["id"];
  }

  /// The folder under another id, changed by `change`, so that it can be imported beside the first.
  fs::path other(const std::string& id, const std::function<void(const fs::path&)>& change) const {
    const fs::path folder = path("other");
    fs::remove_all(folder);
    fs::copy(path("good"), folder);
    std::string text = read_text(folder / "session.json");
    text.replace(text.find(id_), id_.size(), id);
    write_text(folder / "session.json", text);
    change(folder);
    return folder;
  }

  std::string id_;
};

TEST_F(HostileSessionTest, IsNotReadThroughLinksToDevicesNorFromPipes) {
  for (const char* name : {"session.json", "samples.csv", "events.csv"}) {
    const auto zero = other("x", [&](const fs::path& folder) {
      fs::remove(folder / name);
      fs::create_symlink("/dev/zero", folder / name);
    });
    expect_failure(run({"import", zero}), name);
    const auto pipe = other("x", [&](const fs::path& folder) {
      fs::remove(folder / name);
      ASSERT_EQ(mkfifo((folder / name).c_str(), 0600), 0);
    });
    expect_failure(run({"import", pipe}), name);
  }
}

TEST_F(HostileSessionTest, HasAnIdThatCannotLeadOutOfAFolder) {
  for (const char* id : {"../x", "/tmp/x", "a/b", "..", ".", "a\\\\b", "a b", "last", "%2e%2e"}) {
    SCOPED_TRACE(id);
    expect_failure(run({"import", other(id, [](const fs::path&) {})}), "session's id");
  }
  expect_failure(run({"import", other("\\u0000", [](const fs::path&) {})}), "text of one line");
  EXPECT_EQ(sessions().size(), 1u);
}

TEST_F(HostileSessionTest, WithTwoSamplesFarApartTakesNoMemory) {
  const fs::path changed = other("far", [&](const fs::path& folder) {
    std::string text = read_text(folder / "samples.csv");
    const auto last = text.rfind('\n', text.size() - 2) + 1;
    std::string row = text.substr(last);
    const auto first = row.find(','), second = row.find(',', first + 1), third = row.find(',', second + 1);
    row.replace(second + 1, third - second - 1, "9000000000");
    write_text(folder / "samples.csv", text.substr(0, last) + row);
  });
  const Finished finished = run({"import", changed});
  expect_failure(finished, "7000000 samples from the first");
  EXPECT_LT(finished.peak_kb, 100 * kMB);
}

TEST_F(HostileSessionTest, CannotSpeakToTheTerminal) {
  const fs::path changed = other("loud", [&](const fs::path& folder) {
    std::string text = read_text(folder / "session.json");
    text.replace(text.find("{"), 1,
                 R"({"surroundings": {"notes": "\u001b]0;owned\u0007\u009b2J\u202e\r\nPOISE  all is well"},)");
    write_text(folder / "session.json", text);
  });
  ASSERT_EQ(run({"import", changed}).status, 0);
  EXPECT_EQ(run({"report", "loud", "--out", path("report.pdf")}).status, 0);
  EXPECT_EQ(run({"export", "loud", "--out", path("loud-out")}).status, 0);
  const std::string told = run({"show", "loud"}).out + read_text(path("loud-out") / "report.txt") +
                           run({"show", "loud", "--json"}).out + run({"sessions"}).out;
  for (const char* bad : {"\x1b", "\x07", "\r", "\xc2\x9b", "\u202e"}) EXPECT_THAT(told, Not(HasSubstr(bad)));
  // And yet it is kept as it was.
  EXPECT_THAT(Json::parse(read_text(path("loud-out") / "session.json"))["surroundings"]["notes"].get<std::string>(),
              HasSubstr("\x1b]0;owned\x07\xc2\x9b"));
}

TEST_F(HostileSessionTest, WithNamesThatWouldBreakALineIsRefused) {
  for (const char* name : {"heron\\n20260305-000000-beef", "\\u001b[31mheron", "\\u202eheron"}) {
    const fs::path changed = other("named", [&](const fs::path& folder) {
      std::string text = read_text(folder / "session.json");
      text.replace(text.find("\"athlete\": \"\""), 13, std::string("\"athlete\": \"") + name + "\"");
      write_text(folder / "session.json", text);
    });
    expect_failure(run({"import", changed}), "");
  }
}

TEST_F(HostileSessionTest, IsExportedOverLinksWithoutFollowingThem) {
  write_text(path("precious"), "mine");
  fs::create_directory(path("out"));
  for (const char* name : {"samples.csv", "session.json"}) fs::create_symlink(path("precious"), path("out") / name);
  ASSERT_EQ(run({"export", "last", "--out", path("out")}).status, 0);
  EXPECT_EQ(read_text(path("precious")), "mine");
  EXPECT_FALSE(fs::is_symlink(path("out") / "samples.csv"));
  EXPECT_TRUE(fs::is_regular_file(path("out") / "session.json"));
}

TEST_F(HostileSessionTest, KeepsWordsThatLookLikeCommands) {
  const std::string pseudonym = "../'; DROP TABLE sessions; --";
  record("squat?reps=1&seed=3", {"--reps", "1", "--athlete", pseudonym, "--note",
                                 "=cmd|' /C calc'!A0", "--footwear", "@SUM(1)"});
  const Json all = sessions();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1]["athlete"], pseudonym);
  ASSERT_EQ(run({"report", "--athlete", pseudonym, "--out", path("reports")}).status, 0);
  EXPECT_TRUE(fs::exists(path("reports") / (all[1]["id"].get<std::string>() + ".pdf")))
      << "named by the session, not by the athlete";
  ASSERT_EQ(run({"export", "last", "--out", path("out")}).status, 0);
  for (const auto& file : fs::directory_iterator(path("out"))) {
    if (file.path().extension() != ".csv") continue;
    const std::string text = "\n" + read_text(file.path());
    for (const char* run : {"\n=", ",=", "\n@", ",@", ",\"=", ",\"@"})
      EXPECT_THAT(text, Not(HasSubstr(run))) << file.path();
  }
}

TEST_F(HostileTest, OverlongWordsAreRefusedWithTheirLimit) {
  expect_wrong_words(run({"athletes", "add", std::string(200, 'a')}), "100 are the most");
  expect_wrong_words(run({"athletes", "add", "heron", "--note", std::string(30'000, 'a')}), "20000 are the most");
  expect_wrong_words(run({"athletes", "add", "he\nron"}), "one line");
  const Finished finished = run({"record", "--device", "sim:squat?reps=1&speed=0", "--exercise", "squat", "--reps", "1",
                                 "--unattended", "--note", std::string(30'000, 'a')});
  EXPECT_EQ(finished.status, 2);
  EXPECT_THAT(finished.err, HasSubstr("20000 are the most"));
}

}  // namespace
}  // namespace poise::testing
